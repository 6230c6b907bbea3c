import { expect, it, onTestFinished } from 'vitest';
import { Unreachable } from '../../suites/case.js';
import { openContext } from '../context.js';
import { KEY_CASE } from './first_look.js';
import type { OpenLab } from './lab.js';
import { lazyLab } from './lazy_lab.js';
import { playedLab } from './testing/played_lab.js';

/** Labs in which every program prints this, or nothing. */
function labs(output?: string) {
  const counts = { opened: 0, closed: 0, started: 0 };
  const make = async (): Promise<OpenLab> => {
    counts.opened++;
    const { lab, tell } = playedLab((name, mark) => {
      if (name === 'home') return '/home';
      if (name === 'listening') return [];
      if (name === 'start') counts.started++;
      if (name === 'start' && output !== undefined)
        tell(String(mark), { stream: 'stderr', bytes: new TextEncoder().encode(output) });
      return undefined;
    });
    return { ...lab, close: async () => void counts.closed++ };
  };
  const lab = lazyLab({ target: ['program'], reference: ['reference'] }, { patience: 20 }, make);
  return { lab, counts };
}

function contextOf(attempt = 1) {
  const open = openContext({
    seed: 'lazy lab',
    signal: new AbortController().signal,
    attempt,
    speed: 1,
    progress: () => {},
  });
  onTestFinished(() => open.close());
  return open.context;
}

it('makes one lab for all cases, looks once at the program, and closes the lab with itself', async () => {
  const { lab, counts } = labs('ready');
  expect(counts.opened).toBe(0);
  await Promise.all([lab.open(contextOf(), { id: 'a' }), lab.open(contextOf(), { id: 'b' })]);
  expect(lab.remarks()).toEqual([]);
  await lab.close();
  expect(counts).toEqual({ opened: 1, closed: 1, started: 1 });
});

it('makes no lab where no case asks for one', async () => {
  const { lab, counts } = labs();
  await lab.close();
  expect(counts.opened).toBe(0);
});

it('keeps all cases from a silent program but the case of its key, and says so', async () => {
  const { lab } = labs();
  await expect(lab.open(contextOf(), { id: 'tunnel/tcp/http' })).rejects.toBeInstanceOf(Unreachable);
  expect(lab.remarks()).toEqual([expect.stringContaining(KEY_CASE)]);
  expect((await lab.open(contextOf(), { id: KEY_CASE })).patience).toBe(20);
  // It may have been slow: a second attempt asks it anew.
  expect((await lab.open(contextOf(2), { id: 'tunnel/tcp/http' })).patience).toBe(20);
  await lab.close();
});

it('blocks each case where no lab can be made, and has nothing to close then', async () => {
  const refused = async (): Promise<OpenLab> => {
    throw new Unreachable('no namespaces');
  };
  const lab = lazyLab({ target: ['program'], reference: ['reference'] }, {}, refused);
  for (const id of ['a', 'b']) await expect(lab.open(contextOf(), { id })).rejects.toThrow('no namespaces');
  await lab.close();
});
