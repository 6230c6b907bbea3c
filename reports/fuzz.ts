/** What the fuzzer found, for people. */
import type { Json } from '../suites/model.js';
import { plain } from './escape.js';

export interface ShownCounterexample {
  readonly structure: string;
  readonly op: string;
  /** For example `accepts an input that it must reject (frame/type)`. */
  readonly what: string;
  readonly given: Json;
  readonly input: Json;
  readonly expected: Json;
  readonly received: Json;
  /** The vector, corpus file or grammar that it was made from. */
  readonly from: string;
  readonly shrunk: number;
  /** The counterexample in the form of a vector file. */
  readonly vector: Json;
  readonly rerun: string;
}

const WIDEST = 600;

export function counterexampleText(one: ShownCounterexample, number: number): string {
  const rows: readonly (readonly [string, string])[] = [
    ['given', json(one.given)],
    ['input', json(one.input)],
    ['expected', json(one.expected)],
    ['received', json(one.received)],
    ['found from', `${one.from}, then shrunk ${one.shrunk} times`],
    ['vector', JSON.stringify(one.vector)],
    ['rerun', one.rerun],
  ];
  const head = `${number}. ${one.structure} ${one.op}: the target ${plain(one.what, WIDEST)}`;
  const longest: ReadonlySet<string> = new Set(['vector', 'rerun']);
  const lines = rows.map(([name, text]) => {
    const most = longest.has(name) ? Number.MAX_SAFE_INTEGER : WIDEST;
    return `   ${name.padEnd(11)}${plain(text, most)}`;
  });
  return `${[head, ...lines].join('\n')}\n`;
}

const json = (value: Json): string =>
  typeof value === 'string' ? JSON.stringify(value) : JSON.stringify(value);

export interface FuzzSummary {
  readonly asked: number;
  readonly compared: number;
  readonly seconds: number;
  readonly codes: number;
  readonly known: number;
  readonly counterexamples: number;
  readonly seed: number;
}

export function fuzzSummary(end: FuzzSummary): string {
  const { asked, compared, seconds, codes, known, counterexamples, seed } = end;
  const count = (value: number): string => value.toLocaleString('en-US');
  const rate = count(Math.round(asked / Math.max(seconds, 0.001)));
  return [
    `${counterexamples === 0 ? 'no disagreement' : `${counterexamples} disagreement${counterexamples === 1 ? '' : 's'}`} in ` +
      `${count(asked)} inputs (${count(compared)} compared, ${rate} a second, seed ${seed})`,
    `${codes} of ${known} reject codes of the vectors reached`,
    '',
  ].join('\n');
}

/** A history of commands to a live peer, after which it did not do what the model says. */
export interface ShownHistory {
  readonly model: string;
  readonly what: string;
  readonly expected: Json;
  readonly received: Json;
  readonly commands: readonly string[];
  readonly shrunk: number;
  readonly rerun: string;
}

export function historyText(one: ShownHistory, number: number): string {
  const rows: readonly (readonly [string, string])[] = [
    ['commands', one.commands.join('; ')],
    ['expected', json(one.expected)],
    ['received', json(one.received)],
    ['found', `in a history that was made shorter ${one.shrunk} times`],
  ];
  const lines = rows.map(([name, text]) => `   ${name.padEnd(11)}${plain(text, WIDEST)}`);
  const rerun = `   ${'rerun'.padEnd(11)}${plain(one.rerun, Number.MAX_SAFE_INTEGER)}`;
  return `${[`${number}. ${one.model}: ${plain(one.what, WIDEST)}`, ...lines, rerun].join('\n')}\n`;
}

/** An error of a model itself: it says nothing about the peer. */
export interface ShownFault {
  readonly model: string;
  readonly error: string;
  readonly commands: readonly string[];
  readonly seed: number;
  readonly rerun: string;
}

export const faultText = ({ model, error, commands, seed, rerun }: ShownFault): string =>
  [
    `${model}: ${plain(error, WIDEST)} (a defect of conform, not of the target)`,
    `   ${'commands'.padEnd(11)}${plain(commands.join('; '), WIDEST)}`,
    `   ${'seed'.padEnd(11)}${seed}`,
    `   ${'rerun'.padEnd(11)}${plain(rerun, Number.MAX_SAFE_INTEGER)}`,
  ].join('\n');

export interface LiveSummary {
  readonly compared: number;
  readonly notCompared: number;
  /** Why some were not, the last time. */
  readonly why: string | undefined;
  readonly seconds: number;
  readonly counterexamples: number;
  readonly seed: number;
}

export function liveSummary({
  compared,
  notCompared,
  why,
  seconds,
  counterexamples,
  seed,
}: LiveSummary): string {
  const count = (value: number): string => value.toLocaleString('en-US');
  const head = `${counterexamples === 0 ? 'no disagreement' : `${counterexamples} disagreement${counterexamples === 1 ? '' : 's'}`}`;
  const reason = plain(why ?? 'no reason', WIDEST);
  const left = notCompared > 0 || compared === 0 ? `, ${count(notCompared)} not compared: ${reason}` : '';
  return `${head} in ${count(compared)} histories (${seconds.toFixed(1)} s, seed ${seed}${left})\n`;
}
