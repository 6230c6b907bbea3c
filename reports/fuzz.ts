/** What the fuzzer found, for people. */
import type { Json } from '../suites/model.js';
import { plain } from './escape.js';

export interface ShownCounterexample {
  readonly structure: string;
  readonly op: string;
  /** `accepts what has to be rejected (frame/type)`. */
  readonly what: string;
  readonly given: Json;
  readonly input: Json;
  readonly expected: Json;
  readonly received: Json;
  /** The vector, the file of the corpus or the model that it was made from. */
  readonly from: string;
  readonly shrunk: number;
  /** The vector as it stands in a vector file. */
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
    ['found from', `${one.from}, then made smaller ${one.shrunk} times`],
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
