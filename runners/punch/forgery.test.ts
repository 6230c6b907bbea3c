import { describe, expect, it } from 'vitest';
import { type Dialect, verify } from '../../reference/punch/token.js';
import { Unclaimed } from '../../suites/case.js';
import type { PunchPort } from '../../suites/punch/port.js';
import { latest } from '../latest.js';
import { forgeryWith } from './forgery.js';
import type { Share } from './sharing.js';
import type { TestedBroker } from './tested_broker.js';
import { secret, testedAt } from './testing/scripted.js';
import { createTranscript } from './transcript.js';

const url = new URL('http://127.0.0.1:1');
const claims = { session: 'run-1', role: 'peer', stream: 'main', exp: 2_000_000_000 };
const share: Share = (_name, make) => make(createTranscript());

/** A forgery at a broker that answers the two tokens of the probe with these statuses. */
function forgery(known: Partial<TestedBroker>, ...statuses: readonly number[]) {
  let asked = 0;
  const http = async () => ({
    status: statuses[asked++] ?? 500,
    headers: {},
    text: '',
    json: undefined,
    at: 0,
  });
  const port = { http, lobby: async () => ({ name: 'run-1' }) } as unknown as PunchPort;
  const tested = testedAt(url, known);
  return { tested, asked: () => asked, ...forgeryWith(tested, share, () => port) };
}

describe('with the secret', () => {
  it('mints a token that is signed in the reading of the broker, and another in the other reading', () => {
    for (const dialect of ['octets', 'text'] as const) {
      const { mint, mintOther } = forgery({ secret, dialect: latest<Dialect>(dialect) });
      const expected = { session: 'run-1', role: 'peer', secret, now: 0, dialect } as const;
      expect(verify(mint(claims) ?? '', expected)).toEqual(claims);
      expect(() => verify(mintOther(claims) ?? '', expected)).toThrow('token/bad-signature');
    }
  });

  it('mints what no right token has', () => {
    const { mint } = forgery({ secret });
    expect(mint({})).toMatch(/^p_e30\./);
    expect(mint({ ...claims, role: 'root' })).toMatch(/^p_/);
  });

  it('knows whether the broker accepts a minted token, and remembers its reading', async () => {
    const takes = forgery({ secret }, 401, 200);
    expect(await takes.takesMinted()).toBe(true);
    expect(takes.tested.dialect.value()).toBe('text');
    const rejects = forgery({ secret }, 401, 401);
    expect(await rejects.takesMinted()).toBe(false);
    expect(rejects.tested.dialect.value()).toBe('octets');
  });
});

it('mints nothing and asks nothing without the secret', async () => {
  const { mint, mintOther, takesMinted, asked } = forgery({});
  expect([mint(claims), mintOther(claims), await takesMinted()]).toEqual([undefined, undefined, undefined]);
  expect(asked()).toBe(0);
});

describe('a text that shows the secret', () => {
  const { textWithSecret } = forgery({ secret });
  const bytes = Buffer.from(secret);

  it.each(['hex', 'base64', 'base64url', 'latin1'] as const)('is found in %s', (encoding) => {
    const telling = `{"debug":"${bytes.toString(encoding)}"}`;
    expect(textWithSecret(['nothing', telling, 'later'])).toBe(telling);
  });

  it('is undefined if no text has all of it', () => {
    expect(textWithSecret([])).toBeUndefined();
    expect(textWithSecret([bytes.subarray(1).toString('hex'), 'x'.repeat(100_000)])).toBeUndefined();
  });

  it.each([
    [undefined, 'add --secret'],
    [Buffer.from('short'), 'has 5 bytes'],
  ])('is not looked for with the secret %s', (known, reason) => {
    const { textWithSecret } = forgery(known ? { secret: known } : {});
    expect(() => textWithSecret(['short'])).toThrow(Unclaimed);
    expect(() => textWithSecret(['short'])).toThrow(reason);
  });
});
