/**
 * Cuts an observation to a size that every report can hold. A target may answer with megabytes, thousands of times. Each cut
 * says how much it left out, and keeps the first difference between expected and received.
 */
import { defined, ifGiven } from '../defined.js';
import type { Check, Evidence, Json, JsonObject, Observation } from '../suites/model.js';

interface Bounds {
  /** The most characters of one text. */
  readonly text: number;
  /** The most members of one list or object. */
  readonly members: number;
}

/** The most characters of one observation. With it, the results of a full run stay under 64 MiB. */
export const MOST = 48 * 1024;
const WIDE: Bounds = { text: 8 * 1024, members: 256 };
const NARROW: Bounds = { text: 512, members: 16 };
/** The most checks and pieces of evidence. Failed checks come first. */
const MOST_ENTRIES = 64;
const DEEPEST = 24;

export function boundObservation(observation: Observation): Observation {
  if (sizeOf(observation) <= MOST) return observation;
  const wide = boundedBy(observation, WIDE);
  return sizeOf(wide) <= MOST ? wide : boundedBy(observation, NARROW);
}

function boundedBy({ ended, reason, checks, evidence }: Observation, bounds: Bounds): Observation {
  const shown = [...checks].sort((a, b) => Number(a.ok) - Number(b.ok)).slice(0, MOST_ENTRIES);
  return {
    ended,
    ...defined({ reason: ifGiven(reason, (text) => cutText(text, bounds.text)) }),
    checks: shown.map((check) => boundCheck(check, bounds)),
    ...defined({ evidence: evidence?.slice(-MOST_ENTRIES).map((one) => boundEvidence(one, bounds)) }),
  };
}

function boundCheck(check: Check, bounds: Bounds): Check {
  const { what, expected, observed } = check;
  return {
    ...check,
    what: cutText(what, bounds.text),
    ...defined({
      expected: ifGiven(expected, (value) => cutBeside(value, observed, bounds, 0)),
      observed: ifGiven(observed, (value) => cutBeside(value, expected, bounds, 0)),
    }),
  };
}

/** Keeps the end of a transcript, which shows the failure. */
function boundEvidence({ name, text }: Evidence, bounds: Bounds): Evidence {
  if (text.length <= bounds.text) return { name, text };
  const head = bounds.text >> 2;
  const left = text.length - bounds.text;
  return {
    name,
    text: `${text.slice(0, head)}... (${left} characters left out) ...${text.slice(left + head)}`,
  };
}

/** A value in a form to show next to the value it is compared with. */
function cutBeside(value: Json, other: Json | undefined, bounds: Bounds, depth: number): Json {
  if (typeof value === 'string')
    return cutText(value, bounds.text, typeof other === 'string' ? other : value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth === DEEPEST) return `... (nested deeper than ${DEEPEST})`;
  if (Array.isArray(value)) {
    const beside = Array.isArray(other) ? other : [];
    const kept = value
      .slice(0, bounds.members)
      .map((one, at) => cutBeside(one, beside[at], bounds, depth + 1));
    return value.length > kept.length ? [...kept, `... (${value.length - kept.length} more)`] : kept;
  }
  const beside: Readonly<Record<string, Json>> = isObject(other) ? other : {};
  const object: Readonly<Record<string, Json>> = value as JsonObject;
  const names = Object.keys(object);
  const kept = names
    .slice(0, bounds.members)
    .map((name) => [
      cutText(name, bounds.text),
      cutBeside(object[name] ?? null, beside[name], bounds, depth + 1),
    ]);
  return {
    ...Object.fromEntries(kept),
    ...(names.length > kept.length ? { '...': `${names.length - kept.length} more members` } : {}),
  };
}

const isObject = (value: Json | undefined): value is Readonly<Record<string, Json>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The part around the first difference from `other`, or the beginning without a difference. */
function cutText(text: string, limit: number, other: string = text): string {
  if (text.length <= limit) return text;
  const difference = firstDifference(text, other);
  const from = difference < limit ? 0 : Math.min(difference - (limit >> 1), text.length - limit);
  const after = text.length - from - limit;
  return [
    from > 0 ? `(${from} characters) ...` : '',
    text.slice(from, from + limit),
    after > 0 ? `... (${after} more characters)` : '',
  ].join('');
}

function firstDifference(a: string, b: string): number {
  if (a === b) return 0;
  const shorter = Math.min(a.length, b.length);
  for (let at = 0; at < shorter; at++) if (a.charCodeAt(at) !== b.charCodeAt(at)) return at;
  return shorter;
}

/** A rough count of the characters that a report writes. It stops as soon as the answer is known. */
function sizeOf({ reason = '', checks, evidence = [] }: Observation): number {
  let size = reason.length + 64 * (checks.length + evidence.length);
  for (const { text } of evidence) size += text.length;
  for (const { what, expected, observed } of checks) {
    if (size > MOST) break;
    size += what.length + sizeOfJson(expected, MOST - size) + sizeOfJson(observed, MOST - size);
  }
  return size;
}

function sizeOfJson(value: Json | undefined, enough: number): number {
  const stack: (Json | undefined)[] = [value];
  let size = 0;
  while (stack.length > 0 && size <= enough) {
    const next = stack.pop();
    size += 4;
    if (typeof next === 'string') size += next.length;
    else if (Array.isArray(next)) {
      // The count is already over the limit, so the rest does not matter.
      if (next.length > enough) return next.length;
      for (const one of next) stack.push(one);
    } else if (isObject(next)) {
      for (const name in next) {
        size += name.length + 4;
        stack.push(next[name]);
        if (size > enough) return size;
      }
    }
  }
  return size;
}
