/**
 * How fast the fuzzer draws, asks and compares inputs, compared with bare round trips of the same adapter. These send
 * the same prepared inputs in the same order through a pipe, 64 in flight, without checks and comparisons.
 */
import fc from 'fast-check';
import { inPackage } from '../package.js';
import { structures } from '../reference/structures.js';
import { openExec } from '../runners/exec/target.js';
import { quoteWord } from '../runners/exec/words.js';
import { comparerOf, type Side, sideOf } from '../runners/fuzz/comparer.js';
import { fuzz } from '../runners/fuzz/fuzz.js';
import { seedsOf } from '../runners/fuzz/seeds.js';
import { portOf } from '../runners/port_of.js';
import { grammars } from '../runners/registry/fuzzed.js';
import { CODECS, openTarget } from '../runners/targets.js';
import type { Request } from '../suites/codec.js';
import type { Context, Target } from '../suites/model.js';
import { loadVectors } from '../vectors/load.js';
import { type BarePipe, openPipe } from './bare_pipe.js';
import { shareOf } from './model.js';

const COUNT = 6_000;
const ROUNDS = 6;
const WINDOW = 64;
const PATIENCE = 10 * 60_000;

/** The fastest adapter with the behaviour of the reference: its own codecs behind JSON Lines. */
const REFERENCE = `
import { structures } from ${JSON.stringify(inPackage('dist', 'reference', 'structures.js'))};
Error.stackTraceLimit = 0;
const claims = Object.fromEntries([...structures.values()].map((one) => [one.name, Object.keys(one.operations)]));
const answer = ({ id, structure, op, given, input }) => {
  if (id === undefined) return { conform: 1, hello: { name: 'reference', version: '1', structures: claims } };
  try { return { id, accept: structures.get(structure).operations[op](given, input) }; }
  catch (error) { return { id, reject: error.message }; }
};
let held = '';
process.stdin.setEncoding('utf8').on('data', (text) => {
  const lines = (held + text).split('\\n');
  held = lines.pop();
  process.stdout.write(lines.map((line) => JSON.stringify(answer(JSON.parse(line))) + '\\n').join(''));
});`;

type Words = readonly [string, ...string[]];

async function bare(pipe: BarePipe, inputs: readonly Request[]): Promise<number> {
  const started = performance.now();
  let next = 0;
  const caller = async (): Promise<void> => {
    for (let one = inputs[next++]; one !== undefined; one = inputs[next++]) {
      const { structure, op, given, input } = one;
      await pipe.ask({ structure, op, given, input });
    }
  };
  await Promise.all(Array.from({ length: WINDOW }, caller));
  return performance.now() - started;
}

interface Sides {
  readonly target: Target;
  readonly side: Side;
  readonly expected: Side;
}

/** The milliseconds, and the questions that were asked. */
async function searched({ target, side, expected }: Sides, seed: number, runs: number) {
  const inputs: Request[] = [];
  const claimed = Object(target.capabilities).structures as Readonly<Record<string, readonly string[]>>;
  const isAsked = (structure: string, op: string): boolean => claimed[structure]?.includes(op) ?? false;
  const noted: Side = (question) => {
    inputs.push(question);
    return side(question);
  };
  const options = {
    fc,
    comparer: comparerOf(noted, expected, structures),
    seeds: seedsOf(loadVectors(), isAsked),
    grammars: await grammars(),
    isAsked,
    structures,
    seed,
    runs,
    time: PATIENCE,
    most: 1,
    signal: new AbortController().signal,
    found: ({ what }: { what: string }) => {
      throw new Error(`the adapter ${what}`);
    },
  };
  const started = performance.now();
  await fuzz(options);
  return { ms: performance.now() - started, inputs };
}

/** The best round of each side. The rounds alternate, so that a busy machine slows both sides. */
async function race(sides: Sides, pipe: BarePipe, count: number) {
  const best = { fuzz: Number.POSITIVE_INFINITY, bare: Number.POSITIVE_INFINITY };
  for (let round = 0; round < ROUNDS; round++) {
    const { ms, inputs } = await searched(sides, round, count);
    best.fuzz = Math.min(best.fuzz, ms / inputs.length);
    best.bare = Math.min(best.bare, (await bare(pipe, inputs)) / inputs.length);
  }
  return best;
}

async function against(name: string, words: Words, share: number) {
  const { signal } = new AbortController();
  const target = await openExec(words.map(quoteWord).join(' '), { tireless: true });
  const reference = await openTarget(CODECS, {}, { signal });
  const pipe = await openPipe(words);
  try {
    const port = async (of: Target): Promise<Side> =>
      sideOf(await portOf(of, 'codec', {} as Context), signal);
    const sides = { target, side: await port(target), expected: await port(reference) };
    const best = await race(sides, pipe, shareOf(COUNT, share));
    const rate = (ms: number): string => `${(1 / ms).toFixed(1)} thousand`;
    return [
      {
        what: `${rate(best.fuzz)} fuzzed inputs/s of ${name}, its bare pipe ${rate(best.bare)}`,
        ratio: best.bare / best.fuzz,
        target: 0.5,
      },
    ];
  } finally {
    pipe.close();
    await Promise.all([target.close(), reference.close()]);
  }
}

const python: Words = ['python3', inPackage('examples', 'adapters', 'python', 'adapter.py')];
const node: Words = [process.execPath, '--input-type=module', '-e', REFERENCE];

export const benches = [
  { name: 'fuzz/python', run: (share: number) => against('the Python adapter', python, share) },
  {
    name: 'fuzz/reference',
    run: (share: number) => against('the reference codecs behind JSON Lines', node, share),
  },
];
