import { describe, expect, it } from 'vitest';
import { Unreachable } from '../../suites/case.js';
import type { HttpAnswer } from '../../suites/punch/port.js';
import { isOfGateway, patiently } from './patiently.js';

const { signal } = new AbortController();
const broker = { 'punch-version': '1.0.0' };

const answered = (status: number, headers: Readonly<Record<string, string>> = {}): HttpAnswer => ({
  status,
  headers: { 'retry-after': '0', ...headers },
  text: '',
  json: undefined,
  at: 0,
});

/** Asks for what gets these answers one after another, the last one again and again. */
async function asked(answers: readonly HttpAnswer[], isSafe = true) {
  let count = 0;
  const outcome = await patiently({ what: 'GET /x', isSafe }, signal, async () => {
    const answer = answers[Math.min(count++, answers.length - 1)] ?? answered(500);
    return { status: answer.status, answer };
  }).then(
    ({ status }) => status,
    (error: unknown) => {
      expect(error).toBeInstanceOf(Unreachable);
      return error instanceof Unreachable ? error.message : '';
    },
  );
  return { outcome, count };
}

describe('a question', () => {
  it.each([200, 404, 500])('is asked once if the answer is a %d', async (status) => {
    expect(await asked([answered(status)])).toEqual({ outcome: status, count: 1 });
  });

  it('is asked again after a 429, also one that changes something', async () => {
    const answers = [answered(429), answered(429), answered(201)];
    expect(await asked(answers, false)).toEqual({ outcome: 201, count: 3 });
  });

  it('is blocked by a 429 that lasts', async () => {
    expect(await asked([answered(429)])).toEqual({
      outcome: 'GET /x returned 429: the broker limits the rate',
      count: 4,
    });
  });

  it('is asked again after a gateway error if that changes nothing, and is blocked otherwise', async () => {
    const answers = [answered(502), answered(503), answered(200)];
    expect(await asked(answers)).toEqual({ outcome: 200, count: 3 });
    expect(await asked(answers, false)).toEqual({
      outcome: 'GET /x returned 502: a server in front of the broker does not reach it',
      count: 1,
    });
  });

  it('takes a 503 of the broker itself for an answer', async () => {
    expect(await asked([answered(503, broker)])).toEqual({ outcome: 503, count: 1 });
  });

  it('takes an upgrade that opened for an answer', async () => {
    expect(await patiently({ what: 'x', isSafe: true }, signal, async () => ({ status: 101 }))).toEqual({
      status: 101,
    });
  });
});

describe('the wait before the next question', () => {
  /** Whether the wait still goes on when the run is aborted a moment later. */
  it.each(['86400', 'Infinity', '1e400', '-1', 'soon', '0x7fffffff'])(
    'ends with the case, whatever Retry-After says: %s',
    async (retryAfter) => {
      const stop = new AbortController();
      let count = 0;
      const waiting = patiently({ what: 'GET /x', isSafe: true }, stop.signal, async () => {
        count++;
        return { status: 429, answer: answered(429, { 'retry-after': retryAfter }) };
      });
      setImmediate(() => stop.abort(new Error('out of time')));
      await expect(waiting).rejects.toThrow();
      expect(count).toBe(1);
    },
  );
});

it('knows the errors of a gateway from those of the broker', () => {
  expect([502, 503, 504].map((status) => isOfGateway(answered(status)))).toEqual([true, true, true]);
  expect([500, 429, 200].map((status) => isOfGateway(answered(status)))).toEqual([false, false, false]);
  expect(isOfGateway(answered(502, broker))).toBe(false);
  const told = { ...answered(502), json: { error: 'SERVER_ERROR', message: 'no store' } };
  expect(isOfGateway(told)).toBe(false);
});
