import { afterEach, describe, expect, it } from 'vitest';
import { concat } from '../../../bytes/writer.js';
import { both, encoded, type FrameChange, sent, written } from '../../../mutants/openhost/frame_changes.js';
import { type Frame, FRAME_TYPES as T } from '../../frame.js';
import { startDaemon } from '../daemon/daemon.js';
import { DAEMON_RULES, type DaemonRules } from '../daemon/rules.js';
import type { FrameRules } from '../frame_rules.js';
import { createIdentity } from '../identity.js';
import { startRelay } from '../relay/server.js';
import { createDtlsCertificate } from '../rtc/certificate.js';
import { relaySubstrate } from '../substrate.js';
import { type Connection, openConnection } from './connection.js';
import { dial } from './dial.js';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const HEAD_MS = 1000;

/** A connection to a host whose rules are changed. */
async function connectionTo(change: FrameChange): Promise<Connection> {
  const relay = await startRelay();
  closers.push(relay.close);
  const substrates = [relaySubstrate(relay.url)];
  const identity = createIdentity();
  const host = await startDaemon({
    identity: createIdentity(),
    certificate: createDtlsCertificate(),
    substrates,
    watch: [identity.name],
    pollMs: 30,
    rules: both<DaemonRules>(change)(DAEMON_RULES),
  });
  closers.push(host.close);
  const certificate = createDtlsCertificate();
  const dialled = await dial(host.url, { identity, certificate, substrates, pollMs: 30 });
  closers.push(dialled.close);
  return openConnection(dialled.channel, { headMs: HEAD_MS, idleMs: HEAD_MS });
}

/** What a request to it comes to. */
async function ask(change: FrameChange) {
  const connection = await connectionTo(change);
  const { status, body } = await connection.request({ method: 'GET', target: '/' });
  const parts: Uint8Array[] = [];
  for await (const part of body) parts.push(part);
  return { status, shown: Buffer.concat(parts).toString(), closed: connection.closed };
}

const inPlaceOfHead = (frames: () => Iterable<Frame>) => sent(T.RESPONSE_HEAD, frames);
const nothing = new Uint8Array(0);
function* endless(frame: Frame): Generator<Frame> {
  for (;;) yield frame;
}

describe('a hostile host', () => {
  it.each<[string, FrameChange, string]>([
    [
      'says nothing and never closes',
      written((frame) => (frame.type <= T.RESPONSE_END ? [] : [frame])),
      'no response in time',
    ],
    [
      'pings without end',
      both<FrameRules>(
        encoded(({ type }, bytes) =>
          type === T.PING ? concat(...Array.from({ length: 5000 }, () => bytes)) : bytes,
        ),
        inPlaceOfHead(() => endless({ type: T.PING, requestId: 0, payload: nothing })),
      ),
      'no response in time',
    ],
    [
      'announces 4 GiB',
      encoded(({ type }, bytes) => (type === T.RESPONSE_HEAD ? bytes.fill(0xff, 6, 10) : bytes)),
      'malformed frame',
    ],
    [
      'answers what nobody asked',
      inPlaceOfHead(() => [{ type: T.RESPONSE_HEAD, requestId: 77, payload: nothing }]),
      'frame of no transaction',
    ],
    [
      'sends an invalid head',
      inPlaceOfHead(() => [{ type: T.RESPONSE_HEAD, requestId: 1, payload: Buffer.from('<b>') }]),
      'malformed frame',
    ],
  ])('that %s makes the client answer 502 and close the connection', async (_what, change, why) => {
    const { status, shown, closed } = await ask(change);
    expect([status, shown]).toEqual([502, why]);
    await closed;
  });

  it('that sends a body without end is disconnected when nobody reads it', async () => {
    const part = { type: T.RESPONSE_BODY, requestId: 1, payload: new Uint8Array(60_000) };
    const connection = await connectionTo(sent(T.RESPONSE_END, () => endless(part)));
    const { status, body } = await connection.request({ method: 'GET', target: '/' });
    expect(status).toBe(502);
    await connection.closed;
    const taken = async () => {
      for await (const _ of body);
    };
    await expect(taken()).rejects.toThrow('nobody takes the response');
  }, 60_000);

  it('that puts escape sequences into its ERROR gets plain, short text shown', async () => {
    const attack = `\u001b[2J\u001b]0;title\u0007\r\n::error::<script>alert(1)</script>\u202e${'x'.repeat(90_000)}`;
    const error = { type: T.ERROR, requestId: 0, payload: Buffer.from(attack) };
    const { status, shown } = await ask(inPlaceOfHead(() => [error]));
    expect(status).toBe(502);
    expect(shown.length).toBeLessThan(300);
    expect(shown).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });
});
