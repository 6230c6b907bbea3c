/**
 * Asks generated questions until a limit or the signal. One generator draws them, so that an adapter never waits for
 * the drawing. fast-check shrinks failures.
 */
import { setImmediate } from 'node:timers/promises';
import { type Comparer, type FoundDisagreement, withoutStacks } from './comparer.js';
import { drawFrom } from './draw.js';
import type { FastCheck } from './grammar.js';
import { type DrawnSource, type Generated, type Sources, sourcesOf } from './questions.js';
import { openSeen } from './seen.js';

export interface FuzzOptions extends Sources {
  readonly fc: FastCheck;
  readonly comparer: Comparer;
  readonly seed: number;
  /** The most questions, without those of the shrinking. */
  readonly runs: number;
  /** Milliseconds. */
  readonly time: number;
  /** Stops after this many different disagreements. */
  readonly most: number;
  readonly signal: AbortSignal;
  readonly found: (found: Counterexample) => void;
}

export interface Counterexample extends FoundDisagreement<Generated> {
  /** How many times it was shrunk. */
  readonly shrunk: number;
}

/** The number of questions that are drawn before the answers are read. */
const TURN = 32;
/** The most questions in flight: enough to keep an adapter busy while the next ones are drawn. */
const WAITING = 256;
/** Milliseconds for shrinking one counterexample. Each crash of a target costs a restart. */
const SHRINKING = 3_000;

export interface FuzzEnd {
  readonly asked: number;
  readonly counterexamples: readonly Counterexample[];
}

/** The source of a question, and the value that it drew. */
type Drawn = readonly [source: DrawnSource, drawn: unknown];
interface Hit {
  readonly found: FoundDisagreement<Generated>;
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
    withoutStacks(() => {
      for (let i = 0; i < TURN && !isOver(); i++) {
        const one = next();
        if (one === undefined) continue;
        asked++;
        flight.start(...one);
      }
    });
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

/** Draws the next question. Undefined if it was asked lately. */
function drawing(options: FuzzOptions): () => readonly [Generated, Drawn] | undefined {
  const draw = drawFrom(options.seed);
  const isSeen = openSeen();
  const lots = sourcesOf(options.fc, options).flatMap((one) => Array<DrawnSource>(one.weight).fill(one));
  return () => {
    const from = lots[draw(lots.length)] as DrawnSource;
    const drawn = from.draw(draw);
    const question = from.make(drawn);
    return isSeen(question) ? undefined : [question, [from, drawn]];
  };
}

interface Flight {
  start(question: Generated, drawn: Drawn): void;
  /** Resolves when at most this many questions wait for an answer. */
  room(most: number): Promise<void>;
  /** Resolves when all questions are answered, to one disagreement of each kind. */
  hits(): Promise<readonly Hit[]>;
}

function openFlight(comparer: Comparer, signal: AbortSignal): Flight {
  const known = new Set<string>();
  let hits: Hit[] = [];
  let waiting = 0;
  let failure: { readonly error: unknown } | undefined;
  let answered = (): void => {};
  function start(question: Generated, drawn: Drawn): void {
    waiting++;
    try {
      const compared = comparer.compare(question);
      if (compared instanceof Promise) compared.then((found) => end(found, drawn), fail);
      else end(compared, drawn);
    } catch (error) {
      fail(error);
    }
  }
  function end(found: FoundDisagreement<Generated> | undefined, drawn: Drawn): void {
    if (found !== undefined && !known.has(classOf(found))) {
      known.add(classOf(found));
      hits.push({ found, drawn });
    }
    waiting--;
    answered();
  }
  function fail(error: unknown): void {
    // After an interrupt, a missing answer is nobody's fault.
    if (!signal.aborted) failure ??= { error };
    waiting--;
    answered();
  }
  async function room(most: number): Promise<void> {
    // Node reads answers and writes questions only between two turns of this loop.
    await setImmediate();
    while (waiting > most) {
      await new Promise<void>((resolve) => {
        answered = resolve;
      });
    }
    if (failure) throw failure.error;
  }
  return {
    start,
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

const classOf = ({ question, what }: FoundDisagreement): string =>
  `${question.structure} ${question.op}: ${what}`;

/** Shrinks to the smallest question that shows the same defect. */
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
