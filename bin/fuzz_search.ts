/** One search of the fuzzer: its options, its progress, and its report. */
import { appendFileSync } from 'node:fs';
import { EXIT } from '../exit.js';
import { needPackages } from '../optional_package.js';
import { structures } from '../reference/structures.js';
import { counterexampleText, type FuzzSummary, type ShownCounterexample } from '../reports/fuzz.js';
import { quoteWord } from '../runners/exec/words.js';
import { comparerOf } from '../runners/fuzz/comparer.js';
import { keep, readCorpus } from '../runners/fuzz/corpus.js';
import { type Counterexample, fuzz } from '../runners/fuzz/fuzz.js';
import { drafted, vectorOf } from '../runners/fuzz/promote.js';
import { knownCodes, seedsOf } from '../runners/fuzz/seeds.js';
import { redactJson } from '../runners/redacted_observation.js';
import { grammars } from '../runners/registry/fuzzed.js';
import type { Json } from '../suites/model.js';
import { loadVectors } from '../vectors/load.js';
import { UsageError } from './command.js';
import type { Fuzzed } from './fuzz_target.js';
import { print } from './output.js';

export interface SearchOptions {
  readonly time: number;
  readonly runs: number;
  readonly most: number;
  readonly seed: number;
  readonly corpus: string | undefined;
  readonly promote: string | undefined;
  readonly json: boolean;
  readonly quiet: boolean;
  readonly signal: AbortSignal;
}

export interface FuzzReport extends FuzzSummary {
  readonly found: readonly ShownCounterexample[];
}

const TELL_EVERY = 5_000;

export async function search(
  fuzzed: Fuzzed,
  { corpus, promote, json, quiet, ...limits }: SearchOptions,
): Promise<{ readonly exit: number; readonly report: FuzzReport }> {
  needPackages('fast-check');
  const { default: fc } = await import('fast-check');
  const files = loadVectors();
  const known = knownCodes(files, fuzzed.isAsked);
  const earlier = corpus === undefined ? [] : readCorpus(corpus);
  const asked = earlier.filter(({ structure, op }) => fuzzed.isAsked(structure, op));
  const seeds = [...seedsOf(files, fuzzed.isAsked, fuzzed.target.dialects), ...asked];
  if (seeds.length === 0)
    throw new UsageError(
      `nothing to fuzz: ${fuzzed.target.name} claims none of the chosen structures: choose others with --only`,
    );
  const comparer = comparerOf(fuzzed.side, fuzzed.expected, structures, (question, code) => {
    if (corpus !== undefined && !known.has(code)) keep(corpus, question);
  });
  const found: ShownCounterexample[] = [];
  const told: Promise<void>[] = [];
  const started = performance.now();
  const end = telling(quiet, () => `${comparer.counts.compared} compared, ${found.length} found`);
  const { asked: count } = await fuzz({
    ...limits,
    fc,
    seeds,
    grammars: await grammars(),
    isAsked: fuzzed.isAsked,
    structures,
    comparer,
    found(counterexample) {
      const shown = shownOf(fuzzed, counterexample);
      found.push(shown);
      if (corpus !== undefined) keep(corpus, counterexample.question);
      if (promote !== undefined) appendFileSync(promote, drafted(counterexample, files));
      if (!json) told.push(print(`${counterexampleText(shown, found.length)}\n`));
    },
  });
  end();
  await Promise.all(told);
  const { compared, codes } = comparer.counts;
  const report: FuzzReport = {
    asked: count,
    compared,
    seconds: (performance.now() - started) / 1000,
    codes: [...codes].filter((code) => known.has(code)).length,
    known: known.size,
    counterexamples: found.length,
    seed: limits.seed,
    found,
  };
  const exit = found.length > 0 ? EXIT.failed : compared === 0 ? EXIT.incomplete : EXIT.green;
  return { exit, report };
}

/** Writes a line to stderr now and then, which shows that a long search goes on. */
function telling(quiet: boolean, state: () => string): () => void {
  if (quiet) return () => {};
  const timer = setInterval(() => process.stderr.write(`${state()}\n`), TELL_EVERY);
  timer.unref();
  return () => clearInterval(timer);
}

/** Hides secrets of the target, which its answers may contain. */
export function shownOf(fuzzed: Fuzzed, found: Counterexample): ShownCounterexample {
  const { question, what, expected, received, shrunk } = found;
  const { structure, op, given, input, from } = question;
  const hide = (value: Json): Json => redactJson(value, fuzzed.hidden.text);
  const replay = JSON.stringify({ structure, op, given, input });
  const rerun = fuzzed.rerun.replace(` run --target `, ' fuzz --target ').replace(/ --seed \d+/, '');
  return {
    structure,
    op,
    what: fuzzed.hidden.text(what),
    given,
    input,
    expected: hide(expected as Json),
    received: hide(received as Json),
    from,
    shrunk,
    vector: vectorOf(found) as unknown as Json,
    rerun: fuzzed.hidden.text(`${rerun} --replay ${quoteWord(replay)}`),
  };
}
