import { expect, it } from 'vitest';
import { homesOf } from './homes.js';

it('a home folder is made in the lab, sealed where nobody may write, and removed with its case', async () => {
  const calls: unknown[] = [];
  const teardowns: (() => unknown)[] = [];
  const answering =
    <T>(name: string, answer: (call: number) => T) =>
    async (...given: readonly unknown[]) =>
      answer(calls.push([name, ...given]));
  const agent = {
    home: answering('home', (call) => `/home/${call}`),
    sealHome: answering('sealHome', () => undefined),
    removeHome: answering('removeHome', () => undefined),
    file: answering('file', () => 'absent' as const),
    names: answering('names', () => []),
  };
  const { home, readOnlyHome } = homesOf(agent, { defer: (one) => teardowns.push(one) });
  const files = [{ path: 'key', bytes: new Uint8Array(1) }];
  expect(await (await home(files)).names()).toEqual([]);
  await readOnlyHome();
  for (const teardown of teardowns) await teardown();
  expect(calls).toEqual([
    ['home', files],
    ['names', '/home/1'],
    ['home', []],
    ['sealHome', '/home/3'],
    ['removeHome', '/home/1'],
    ['removeHome', '/home/3'],
  ]);
});
