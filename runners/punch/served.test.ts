import { expect, it } from 'vitest';
import { Miscalled } from '../options.js';
import { peers } from './served.js';

const [broker] = peers;

const around = (log: (text: string) => void = () => {}) => ({
  port: 0,
  host: '127.0.0.1',
  tls: false,
  identity: undefined,
  words: [],
  log,
});

it('prints its URL, and the tokens of a session if it makes one', async () => {
  const served = await broker.start({ session: 'run-1' }, around());
  try {
    const [url, ...tokens] = served.lines;
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(tokens.length).toBeGreaterThan(1);
    for (const token of tokens) expect(token).toMatch(/p_[\w-]+\.[\w-]+/);
    const health = await fetch(`${url}/api/health`);
    expect(health.status).toBe(200);
  } finally {
    await served.close();
  }
});

it('grants sessions only for its Turnstile token, and logs no secret', async () => {
  const lines: string[] = [];
  const turnstile = Buffer.from('the only token');
  const served = await broker.start(
    { turnstile, secret: Buffer.from('the signing secret') },
    around((line) => lines.push(line)),
  );
  try {
    const create = async (turnstileToken: string) => {
      const body = JSON.stringify({ name: 'run-1', turnstileToken });
      const answer = await fetch(`${served.lines[0]}/api/session`, {
        method: 'POST',
        body,
        headers: { 'Content-Type': 'application/json' },
      });
      return answer.status;
    };
    expect([await create('another'), await create('the only token')]).toEqual([403, 201]);
  } finally {
    await served.close();
  }
  expect(lines.length).toBeGreaterThan(0);
  expect(lines.join('\n')).not.toMatch(/only token|signing secret|p_|undefined/);
});

it.each(['', 'a b', '../x', 'x'.repeat(65)])('rejects --session %j, and starts nothing', async (session) => {
  const starting = broker.start({ session }, around());
  await expect(starting).rejects.toThrow(Miscalled);
  await expect(starting).rejects.toThrow('--session must be a name');
});
