/**
 * Asks generated questions until it is told to stop. fast-check draws them and shrinks what fails. A run of it is a batch, so
 * that an adapter has many in flight; the question of a batch that fails is shrunk by itself.
 */
import type { Asker, Found } from './asking.js';
import type { FastCheck } from './grammar.js';
import { type Generated, type Sources, sourcesOf, type WeightedSource } from './questions.js';

export interface FuzzOptions extends Sources {
  readonly fc: FastCheck;
  readonly asker: Asker;
  readonly seed: number;
  /** The most questions, shrinking apart. */
  readonly runs: number;
  /** Milliseconds. */
  readonly time: number;
  /** Stops after that many different disagreements. */
  readonly most: number;
  readonly signal: AbortSignal;
  readonly found: (found: Counterexample) => void;
}

export interface Counterexample extends Found<Generated> {
  /** How often it became smaller. */
  readonly shrunk: number;
}

/** Questions of a batch: it has to outlast what generates the next one. */
const BATCH = 1024;
/** Batches that are drawn and asked beside one another: one is drawn while another is answered. */
const AT_ONCE = 2;
/** Milliseconds for one counterexample to become smaller; a target that crashes is started again each time. */
const SHRINKING = 5_000;

export interface FuzzEnd {
  readonly asked: number;
  readonly counterexamples: readonly Counterexample[];
}

export async function fuzz(options: FuzzOptions): Promise<FuzzEnd> {
  const state = openState(options);
  await Promise.all(Array.from({ length: AT_ONCE }, (_, worker) => search(options, state, worker)));
  return { asked: state.asked, counterexamples: state.counterexamples };
}

interface State {
  asked: number;
  readonly counterexamples: Counterexample[];
  /** What is found already: each defect is told once. */
  readonly known: Set<string>;
  isOver(): boolean;
}

function openState({ time, runs, most, signal }: FuzzOptions): State {
  const end = performance.now() + time;
  const state: State = {
    asked: 0,
    counterexamples: [],
    known: new Set(),
    isOver: () =>
      signal.aborted ||
      performance.now() >= end ||
      state.asked >= runs ||
      state.counterexamples.length >= most,
  };
  return state;
}

const classOf = ({ question, what }: Found): string => `${question.structure} ${question.op}: ${what}`;

/** Where a question comes from, and what was drawn there. */
type Drawn = readonly [source: number, drawn: unknown];
interface Hit {
  readonly found: Found<Generated>;
  readonly drawn: Drawn;
}

/** One counterexample after the other, each from a seed of its own that follows from that of the run. */
async function search(options: FuzzOptions, state: State, worker: number): Promise<void> {
  const { fc, seed } = options;
  const sources = sourcesOf(fc, options);
  const any = fc.oneof(
    ...sources.map(({ drawn, weight }, i) => ({
      arbitrary: drawn.map((value): Drawn => [i, value]),
      weight,
    })),
  );
  const batches = fc.array(any, { minLength: 1, maxLength: BATCH, size: 'max' });
  for (let round = worker; !state.isOver(); round += AT_ONCE) {
    let hits: readonly Hit[] = [];
    const property = fc.asyncProperty(batches, async (batch) => {
      if (state.isOver()) return false;
      hits = await askBatch(options, state, sources, batch);
      return hits.length === 0;
    });
    const endless = { numRuns: Number.MAX_SAFE_INTEGER, endOnFailure: true };
    await fc.check(property, { ...endless, seed: (seed + round) | 0 });
    for (const hit of hits) {
      const counterexample = await smallestOf(options, sources, hit);
      if (state.counterexamples.length >= options.most) return;
      state.counterexamples.push(counterexample);
      options.found(counterexample);
    }
  }
}

/** One disagreement of each kind that is not known yet. */
async function askBatch(
  { asker, runs }: FuzzOptions,
  state: State,
  sources: readonly WeightedSource[],
  batch: readonly Drawn[],
): Promise<readonly Hit[]> {
  const asked = batch.slice(0, Math.max(0, runs - state.asked));
  state.asked += asked.length;
  const seen = await Promise.all(asked.map((drawn) => asker.ask(made(sources, drawn))));
  return seen.flatMap((found, i) => {
    const drawn = asked[i];
    if (found === undefined || drawn === undefined || state.known.has(classOf(found))) return [];
    state.known.add(classOf(found));
    return [{ found, drawn }];
  });
}

function made(sources: readonly WeightedSource[], [i, drawn]: Drawn): Generated {
  const from = sources[i];
  if (from === undefined) throw new Error(`there is no source ${i}`);
  return from.make(drawn);
}

/** Only what shows the same defect counts as smaller. */
async function smallestOf(
  { fc, asker, signal }: FuzzOptions,
  sources: readonly WeightedSource[],
  { found, drawn: [i, drawn] }: Hit,
): Promise<Counterexample> {
  let smallest = found;
  let shrunk = -1;
  const { drawn: arbitrary = fc.constant(drawn) } = sources[i] ?? {};
  const property = fc.asyncProperty(arbitrary, async (value) => {
    if (signal.aborted) return true;
    const seen = await asker.ask(made(sources, [i, value]));
    if (seen === undefined || classOf(seen) !== classOf(found)) return true;
    smallest = seen;
    shrunk++;
    return false;
  });
  await fc.check(property, { examples: [[drawn]], numRuns: 1, interruptAfterTimeLimit: SHRINKING });
  return { ...smallest, shrunk: Math.max(0, shrunk) };
}
