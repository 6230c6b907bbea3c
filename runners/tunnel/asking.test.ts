import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { Case, Observation, Target } from '../../suites/model.js';
import { liveCases } from '../../suites/tunnel/cases.js';
import { lab } from '../../suites/tunnel/lab_case.js';
import { runCase } from '../run_case.js';
import { builtFile } from './built_file.js';
import { KEY_CASE } from './first_look.js';
import { labRefused } from './namespaces.js';
import { carriers } from './proc.js';
import { tunnelTarget } from './target.js';

const refused =
  (await labRefused()) ?? (existsSync(builtFile('program/lab_agent.js')) ? undefined : 'nothing is built');

/** No case ends by itself in the time of a test. */
const HOURS = 3_600_000;
/** A lab starts within seconds on a machine that is not busy. */
vi.setConfig({ testTimeout: 60_000 });

const cases = liveCases.filter(({ id }) => id === KEY_CASE);

/** Fails with the secret key that it drew. */
const drawsKey = lab({
  id: 'out/draws-key',
  title: 'a case that draws a key',
  why: 'A failure could not be repeated.',
  requires: ['TUNNEL-OUT-1'],
  expects: 'service',
  async run({ tunnel, expect }) {
    const observed = Buffer.from(tunnel.identity().secret).toString('hex');
    expect.that('the drawn key is shown', false, { expected: '', observed });
  },
});

async function target(patience: number, ...command: [string, ...string[]]): Promise<Target> {
  const opened = await tunnelTarget({ name: 'program', command, patience });
  onTestFinished(() => opened.close());
  return opened;
}

test.skipIf(refused !== undefined)(
  'the seed and the attempt decide what a case draws in the lab',
  async () => {
    const program = await target(10_000, 'true');
    const drawn = async (one: Case, seed: number, attempt: number) => {
      const signal = new AbortController().signal;
      const { observation } = await runCase(one, program, { seed, signal, attempt });
      return observation.checks.find(({ ok }) => !ok)?.observed;
    };
    const [first, again, ofOtherSeed, ofSecond] = await Promise.all([
      drawn(drawsKey, 5, 1),
      drawn(drawsKey, 5, 1),
      drawn(drawsKey, 6, 1),
      drawn(drawsKey, 5, 2),
    ]);
    expect(first).toMatch(/^[0-9a-f]{64}$/);
    expect(again).toBe(first);
    expect(new Set([first, ofOtherSeed, ofSecond]).size).toBe(3);
  },
);

test.skipIf(refused !== undefined)(
  'a cancelled case is cancelled in the lab, its programs with it',
  async () => {
    const mark = `cancelled-${process.pid}`;
    const script = 'trap "" TERM; setsid sleep 601 & echo here; while :; do sleep 600; done';
    const program = await target(HOURS, 'env', `BAD=${mark}`, 'sh', '-c', script);
    const until = async (holds: () => boolean) => {
      while (!holds()) await sleep(20);
    };
    const left = () => carriers(`BAD=${mark}`).length;
    const run = new AbortController();
    const asked: Promise<Observation>[] = cases.map(async (one) => {
      const signal = run.signal;
      return (await runCase(one, program, { seed: 1, signal })).observation;
    });
    await until(() => left() >= 3);
    run.abort(new Error('the run is over'));
    await until(() => left() === 0);
    const [seen] = await Promise.all(asked);
    expect(seen?.ended).not.toBe('seen');
  },
);

test.skipIf(refused !== undefined)('a silent program gets only the case of its key', async () => {
  const program = await target(300, 'sh', '-c', 'exec sleep 60');
  const signal = new AbortController().signal;
  const others = liveCases.filter(({ id }) => id === 'tunnel/out/no-spec' || id === KEY_CASE);
  const seen = await Promise.all(
    others.map(async (one) => {
      const { observation } = await runCase(one, program, { seed: 1, signal });
      return [one.id, observation.ended, observation.reason ?? observation.checks.at(-1)?.observed];
    }),
  );
  const [remark] = program.remarks?.() ?? [];
  expect(remark).toMatch(/^The program prints nothing, .* within 0\.3 s", received silence\.$/);
  expect(seen.sort()).toEqual([
    [KEY_CASE, 'seen', 'silent'],
    ['tunnel/out/no-spec', 'unreachable', remark],
  ]);
});
