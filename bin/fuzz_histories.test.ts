import fc from 'fast-check';
import { afterEach, expect, it, vi } from 'vitest';
import { command, liveModel } from '../runners/fuzz/live_model.js';
import type { Target } from '../suites/model.js';
import type { PunchPort } from '../suites/punch/port.js';
import { searched, showing } from './fuzz_histories.js';

afterEach(() => vi.restoreAllMocks());

it('a search that an error of our own ends says so, with seed and commands, and ends with 3', async () => {
  const target: Target = {
    ...{ name: 'a peer', kind: 'peer', capabilities: {}, protocols: [], concurrency: 1, production: false },
    ports: { punch: () => ({}) as PunchPort },
    close: async () => {},
  };
  const broken = liveModel<object, object>({
    ...{ name: 'peer/model', port: 'punch', most: 3 },
    commands: (check) => [
      check.constant(
        command(
          'broken',
          () => true,
          async () => {
            throw new RangeError('no such offset');
          },
        ),
      ),
    ],
    begin: async () => ({ model: {}, real: {} }),
  });
  const told = { out: '', err: '' };
  const taking =
    (where: 'out' | 'err') =>
    (...[text, ...rest]: readonly unknown[]): boolean => {
      told[where] += String(text);
      for (const then of rest) if (typeof then === 'function') then();
      return true;
    };
  vi.spyOn(process.stdout, 'write').mockImplementation(taking('out'));
  vi.spyOn(process.stderr, 'write').mockImplementation(taking('err'));
  const limits = { fc, target, models: [broken], seed: 5, runs: 50, time: 60_000, most: 1 };
  const exit = await searched(
    { ...limits, signal: new AbortController().signal },
    undefined,
    { promote: undefined, json: true, quiet: true },
    showing(target, 'conform run --target T --seed 0', (text) => text),
  );
  vi.restoreAllMocks();
  expect(exit).toBe(3);
  expect(told.err).toMatch(/^conform: peer\/model: RangeError: no such offset \(a defect of conform/);
  expect(told.err).toMatch(
    /commands {3}broken\n {3}seed {7}\d+\n {3}rerun {6}conform fuzz --target T --seed \d+ --path/,
  );
  expect(JSON.parse(told.out)).toMatchObject({ found: [], faults: [{ commands: ['broken'] }] });
});
