import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { forward, MOST_OUTPUT, openPrograms, type ProgramEvent } from './programs.js';

it('tells why a program was never started', async () => {
  const end = new Promise<readonly [string, ProgramEvent]>((resolve) => {
    const programs = openPrograms((...told) => {
      if ('ended' in told[1]) resolve(told);
    });
    programs.start('MARK=1', { command: ['/no/such/program'], home: '/', env: {} });
  });
  const failed = expect.stringContaining('ENOENT');
  expect(await end).toEqual(['MARK=1', { ended: expect.objectContaining({ failed }) }]);
});

it('rejects calls for a program that it does not have, and stops and kills it without one', async () => {
  const programs = openPrograms(() => {});
  for (const call of [
    () => programs.write('MARK=1', new Uint8Array()),
    () => programs.endInput('MARK=1'),
    () => programs.signal('MARK=1', 'SIGTERM'),
  ])
    expect(call).toThrow('no program of the lab has the mark MARK=1');
  programs.kill('MARK=1');
  await programs.stop('MARK=1');
});

it('reads all that a program prints, and tells no more than shows that it is a flood', async () => {
  const stream = new PassThrough();
  let told = 0;
  forward(stream, ({ length }) => {
    told += length;
  });
  const part = Buffer.alloc(MOST_OUTPUT / 4);
  for (let count = 0; count < 8; count++) stream.write(part);
  stream.end();
  await new Promise((ended) => stream.once('end', ended));
  expect(told).toBeGreaterThan(MOST_OUTPUT);
  expect(told).toBeLessThanOrEqual(MOST_OUTPUT + part.length);
});
