import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, describe, expect, it } from 'vitest';
import { defined } from '../../defined.js';
import { createAuthority } from '../../reference/tls/certificate.js';
import { Lost, Unreachable } from '../../suites/case.js';
import { explain, requestOnce } from './request.js';

const closers: (() => void)[] = [];
afterAll(() => closers.map((close) => close()));

const authority = createAuthority();
const day = 86_400_000;

/** The reason for rejecting a server with this certificate. */
async function refusal({ certificate: cert, key }: { certificate: string; key: string }, ca?: string) {
  const server = createServer({ cert, key }, (_request, answer) => void answer.end());
  server.on('tlsClientError', () => {});
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => server.close());
  const url = new URL(`https://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const asked = requestOnce({
    url,
    method: 'GET',
    headers: {},
    patience: 5_000,
    ...defined({ ca }),
  });
  const error: unknown = await asked.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(Unreachable);
  return (error as Unreachable).message;
}

describe('a certificate that is not trusted', () => {
  it('because of its authority is reported with --ca', async () => {
    expect(await refusal(authority.issue(['127.0.0.1']))).toMatch(/authority.*--ca/);
  });

  it.each<[string, RegExp, ReturnType<typeof authority.issue>]>([
    ['has expired', /expired/, authority.issue(['127.0.0.1'], { from: new Date(0), until: new Date(day) })],
    [
      'is not valid yet',
      /not valid yet/,
      authority.issue(['127.0.0.1'], {
        from: new Date(Date.now() + day),
        until: new Date(Date.now() + 2 * day),
      }),
    ],
    ['is for another name', /another name/, authority.issue(['elsewhere.example'])],
  ])('because it %s is told so, and no word of --ca, which cannot help', async (_why, words, issued) => {
    const message = await refusal(issued, authority.certificate);
    expect(message).toMatch(words);
    expect(message).not.toContain('--ca');
  });
});

it('returns errors of our own code as they are, and turns other errors into Lost or Unreachable', () => {
  const ours = new TypeError('undefined is no function');
  expect(explain(ours)).toBe(ours);
  expect(explain(Object.assign(new Error('reset'), { code: 'ECONNRESET' }))).toBeInstanceOf(Lost);
  expect(explain(Object.assign(new Error('down'), { code: 'ECONNREFUSED' }))).toBeInstanceOf(Unreachable);
});
