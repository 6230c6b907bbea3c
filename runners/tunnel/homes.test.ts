import { expect, it } from 'vitest';
import { homesOf } from './homes.js';
import type { CallLab } from './lab_calls.js';

it('a home folder is made in the lab, sealed where nobody may write, and removed with its case', async () => {
  const calls: unknown[] = [];
  const teardowns: (() => unknown)[] = [];
  const call = (async (...called: unknown[]) => {
    calls.push(called);
    return called[0] === 'home' ? `/home/${calls.length}` : [];
  }) as unknown as CallLab;
  const { home, readOnlyHome } = homesOf(call, { defer: (one) => teardowns.push(one) });
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
