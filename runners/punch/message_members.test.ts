import { afterAll, describe, expect, it } from 'vitest';
import { type Change, reading } from '../../reference/mutants/punch/mutant.js';
import { startChanged } from '../../reference/mutants/punch/start.js';
import * as own from '../../reference/punch/companion/files.js';
import { liveCases } from '../../suites/punch/cases.js';
import { requirements } from '../../suites/punch/requirements.js';
import { tryCases } from '../try_cases.js';
import { messageMembersOf } from './message_members.js';
import { type PunchTargetOptions, punchTarget } from './target.js';

const closers: (() => Promise<void>)[] = [];
afterAll(() => Promise.all(closers.map((close) => close())));

const musts = new Set(requirements.filter(({ level }) => level === 'must').map(({ id }) => id));
/** The gating cases whose peers send messages. */
const quick = liveCases.filter(
  ({ id, waits, harm, level, requires }) =>
    waits === undefined &&
    harm === undefined &&
    level === 'must' &&
    requires.some((id) => musts.has(id)) &&
    /^punch\/(1|2|4.1|4.2|6.2|6.4|8.2|9.1|9.2|9.4)\/(?!name-)/.test(id),
);

/** The gating cases that neither passed nor were skipped. */
async function gating(change: Change, given: Partial<PunchTargetOptions> = {}): Promise<readonly string[]> {
  const broker = await startChanged(change);
  const { url, secret } = broker;
  const target = await punchTarget({ url, secret, ...given, onClose: broker.close });
  closers.push(target.close);
  const outcomes = await tryCases(quick, target, 1, liveCases);
  expect(outcomes.filter(({ verdict }) => verdict === 'pass').length).toBeGreaterThan(30);
  return outcomes
    .filter(({ verdict }) => verdict !== 'pass' && verdict !== 'skip')
    .map(({ id, verdict, reason }) => `${verdict} ${id}: ${reason}`);
}

const unknown = (member: string) => (text: string) => text.replace(`"${member}"`, `"not-${member}"`);
describe('a broker with messages of its own', () => {
  it('blocks the cases of status messages if it accepts no spelling that we know', {
    timeout: 60_000,
  }, async () => {
    expect(await gating(reading(unknown('srt')))).toEqual([
      expect.stringMatching(/^blocked punch\/4\.2\/connecting-is-not-connected: /),
      expect.stringMatching(/^blocked punch\/4\.2\/connected: .* --messages/),
      expect.stringMatching(/^blocked punch\/4\.2\/connected-at-once: .* --messages/),
    ]);
  });
});

describe('a message schema that was given', () => {
  it('gives the spelling of messages', () => {
    expect(messageMembersOf(own.messages())).toEqual({
      register: ['ip', 'localPort'],
      status: ['srt'],
      statusIsRead: true,
    });
    expect(messageMembersOf(undefined)).toEqual({});
    const status = { properties: { type: { enum: ['status'] }, link: { enum: ['connected', 'error'] } } };
    const register = { properties: { type: { const: 'register' }, port: {} } };
    const given = { oneOf: [status, { $ref: '#/$defs/r' }], $defs: { r: register } };
    expect(messageMembersOf(given)).toEqual({ register: [], status: ['link'], statusIsRead: true });
  });
});
