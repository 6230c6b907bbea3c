/**
 * Asks generated questions until it is told to stop. One generator draws them, so that an adapter waits for its answers alone;
 * fast-check draws the histories of models, and makes smaller what fails.
 */
import { setImmediate } from 'node:timers/promises';
import { type Comparer, type Found, withoutStacks } from './comparer.js';
import { drawFrom } from './draw.js';
import type { FastCheck } from './grammar.js';
import { type DrawnSource, type Generated, type Sources, sourcesOf } from './questions.js';
import { openSeen } from './seen.js';

export interface FuzzOptions extends Sources {
  readonly fc: FastCheck;
  readonly comparer: Comparer;
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

/** Questions between two looks at what was answered. */
const TURN = 32;
/** Questions that wait for an answer: enough to keep an adapter busy while the next ones are drawn. */
const WAITING = 256;
/** Milliseconds for one counterexample to become smaller; a target that crashes is started again each time. */
const SHRINKING = 3_000;

export interface FuzzEnd {
  readonly asked: number;
  readonly counterexamples: readonly Counterexample[];
}

/** Where a question comes from, and what was drawn there. */
type Drawn = readonly [source: DrawnSource, drawn: unknown];
interface Hit {
  readonly found: Found<Generated>;
  readonly drawn: Drawn;
}

export async function fuzz(options: FuzzOptions): Promise<FuzzEnd> {
  const { runs, most, signal, time } = options;
  const end = performance.now() + time;
  const counterexamples: Counterexample[] = [];
  const next = drawing(options);
  const flight = openFlight(options.comparer, signal);
  let asked = 0;
  const isOver = (): boolean =>
    signal.aborted || asked >= runs || counterexamples.length >= most || performance.now() >= end;
  while (!isOver()) {
    for (let i = 0; i < TURN && !isOver(); i++) {
      const one = next();
      if (one === undefined) continue;
      asked++;
      flight.start(...one);
    }
    await flight.room(isOver() ? 0 : WAITING);
    for (const hit of await flight.hits()) {
      if (counterexamples.length >= most) break;
      const counterexample = await smallestOf(options, hit);
      counterexamples.push(counterexample);
      options.found(counterexample);
    }
  }
  return { asked, counterexamples };
}

/** One question after the other; undefined for one that was asked before. */
function drawing(options: FuzzOptions): () => readonly [Generated, Drawn] | undefined {
  const draw = drawFrom(options.seed);
  const isSeen = openSeen();
  const lots = sourcesOf(options.fc, options).flatMap((one) => Array<DrawnSource>(one.weight).fill(one));
  return () => {
    const from = lots[draw(lots.length)] as DrawnSource;
    const drawn = from.draw(draw);
    const question = withoutStacks(() => from.make(drawn));
    return isSeen(question) ? undefined : [question, [from, drawn]];
  };
}

interface Flight {
  start(question: Generated, drawn: Drawn): void;
  /** Comes back when at most so many wait for an answer. */
  room(most: number): Promise<void>;
  /** What was found, when all are answered; one disagreement of each kind. */
  hits(): Promise<readonly Hit[]>;
}

function openFlight(comparer: Comparer, signal: AbortSignal): Flight {
  const known = new Set<string>();
  let hits: Hit[] = [];
  let waiting = 0;
  let failure: { readonly error: unknown } | undefined;
  let answered = (): void => {};
  async function compare(question: Generated, drawn: Drawn): Promise<void> {
    waiting++;
    try {
      const found = await comparer.compare(question);
      if (found === undefined || known.has(classOf(found))) return;
      known.add(classOf(found));
      hits.push({ found, drawn });
    } catch (error) {
      // What an interrupted search did not get an answer to is no fault of anybody.
      if (!signal.aborted) failure ??= { error };
    } finally {
      waiting--;
      answered();
    }
  }
  async function room(most: number): Promise<void> {
    // Answers are read, and questions written, between two turns of the search alone.
    await setImmediate();
    while (waiting > most) {
      await new Promise<void>((resolve) => {
        answered = resolve;
      });
    }
    if (failure) throw failure.error;
  }
  return {
    start: (question, drawn) => void compare(question, drawn),
    room,
    async hits() {
      if (hits.length === 0) return [];
      await room(0);
      const all = hits;
      hits = [];
      return all;
    },
  };
}

const classOf = ({ question, what }: Found): string => `${question.structure} ${question.op}: ${what}`;

/** Only what shows the same defect counts as smaller. */
async function smallestOf({ fc, comparer, signal }: FuzzOptions, hit: Hit): Promise<Counterexample> {
  const { found } = hit;
  const [from, drawn] = hit.drawn;
  let smallest = found;
  let shrunk = -1;
  const property = fc.asyncProperty(from.drawn, async (value) => {
    if (signal.aborted) return true;
    const seen = await comparer.compare(from.make(value));
    if (seen === undefined || classOf(seen) !== classOf(found)) return true;
    smallest = seen;
    shrunk++;
    return false;
  });
  await fc.check(property, { examples: [[drawn]], numRuns: 1, interruptAfterTimeLimit: SHRINKING });
  return { ...smallest, shrunk: Math.max(0, shrunk) };
}
