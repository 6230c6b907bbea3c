import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { USAGE } from '../../reference/tunnel/peers/command.js';
import { tunnelEnds } from './served.js';

it('runs the words of a user as the reference does, and returns its exit code', async () => {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  const { signal } = new AbortController();
  const streams = { env: {}, home: '/home', stdin, stdout, stderr, signal };
  expect(await tunnelEnds.run(['sideways'], streams)).toBe(2);
  expect(String(stderr.read())).toBe(USAGE);
});

it('tells in its help each environment variable that the reference reads', async () => {
  for (const name of ['PUNCH_SECRET_KEY', 'PUNCH_ALLOW', 'PUNCH_RELAY_MODE'])
    expect(tunnelEnds.help).toContain(name);
});
