import { expect, it } from 'vitest';
import { CheckFailed, recordChecks } from '../case.js';
import { expectTtl, ttlOf } from './4_3_ttl.js';

const SENT = Date.UTC(2026, 0, 1, 12, 0, 0, 300);
const A_DAY = 86_400;

/** The answer to a creation that is sent at SENT and read this many milliseconds later. */
const readAfter = (ms: number, expiresAt: number) => ({
  status: 201,
  headers: { date: new Date(SENT).toUTCString() },
  text: '',
  json: { expiresAt },
  at: SENT + ms,
});

it.each([0, 1_600, 5_000])('reads the granted TTL from an answer that is read %d ms late', (ms) => {
  expect(ttlOf(readAfter(ms, SENT + A_DAY * 1000), A_DAY)).toBe(A_DAY);
});

it('reads a TTL that is ten seconds short', () => {
  expect(ttlOf(readAfter(0, SENT + (A_DAY - 10) * 1000), A_DAY)).toBe(A_DAY - 10);
});

it('says of an expiresAt in seconds what is wrong, and not how many years the TTL is short', () => {
  const { expect: checked, checks } = recordChecks();
  const seconds = Math.floor(SENT / 1000) + A_DAY;
  expect(() => expectTtl(checked, readAfter(0, seconds), A_DAY)).toThrow(CheckFailed);
  expect(checks).toEqual([
    {
      what: 'expiresAt is in milliseconds since 1970',
      ok: false,
      expected: 'Unix milliseconds (RFC 4.3)',
      observed: seconds,
    },
  ]);
});
