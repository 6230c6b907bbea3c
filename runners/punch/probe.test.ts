import { expect, it } from 'vitest';
import { token, verify } from '../../reference/punch/token.js';
import { Lost } from '../../suites/case.js';
import type { HttpAnswer, HttpRequest } from '../../suites/punch/port.js';
import { readingOf } from './probe.js';
import { secret } from './testing/scripted.js';

/** Asks a broker that gives these statuses one after another; `lost` is no answer. */
async function asked(statuses: readonly (number | 'lost')[], wanted: 200 | 404 = 200) {
  const requests: HttpRequest[] = [];
  const http = async (request: HttpRequest): Promise<HttpAnswer> => {
    const status = statuses[requests.push(request) - 1] ?? 500;
    if (status === 'lost') throw new Lost('no answer');
    return { status, headers: {}, text: '', json: undefined, at: 0 };
  };
  return { reading: await readingOf({ http }, secret, 'run-1', wanted), requests };
}

it('is the first reading whose token the broker accepts', async () => {
  expect((await asked([200])).reading).toBe('octets');
  expect((await asked([401, 200])).reading).toBe('text');
  expect((await asked([401, 404], 404)).reading).toBe('text');
});

it('is unknown if the broker accepts neither token, or another status comes', async () => {
  expect((await asked([401, 401])).reading).toBeUndefined();
  expect((await asked([404, 404], 200)).reading).toBeUndefined();
  expect((await asked([200, 200], 404)).reading).toBeUndefined();
});

it('goes on with the second token if the first answer is lost', async () => {
  expect((await asked(['lost', 200])).reading).toBe('text');
});

it('asks with admin tokens of the session that are valid for some minutes', async () => {
  const { requests } = await asked([401, 401]);
  expect(requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'GET /api/session/run-1',
    'GET /api/session/run-1',
  ]);
  const now = Math.floor(Date.now() / 1000);
  for (const [i, dialect] of (['octets', 'text'] as const).entries()) {
    const text = requests[i]?.token ?? '';
    const { claims } = token.decode(text);
    expect(claims).toMatchObject({ session: 'run-1', role: 'admin', stream: null });
    expect(claims.exp).toBeGreaterThan(now + 300);
    expect(verify(text, { session: 'run-1', role: 'admin', secret, now: now * 1000, dialect })).toEqual(
      claims,
    );
  }
});
