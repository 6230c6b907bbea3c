/** The part of the address behind `#` names one result, so that a link to it survives a new report. */
import { type Column, isWorse, type Model, verdictOf } from './model.js';

export interface ResultPlace {
  readonly column: Column;
  /** In the results of the column. */
  readonly at: number;
}

const BETWEEN = '@@';

export function hashOf({ cases, columns }: Model, { column, at }: ResultPlace): string {
  const id = cases[column.results[at]?.[0] ?? -1]?.id ?? '';
  const name = columns.length === 1 ? id : `${id}${BETWEEN}${column.label}`;
  return `#${encodeURI(name.toWellFormed()).replaceAll('#', '%23')}`;
}

/** The worst result of the case; in the newest recording where the link names no column. */
export function placeOf(model: Model, hash: string): ResultPlace | undefined {
  const name = decoded(hash.replace(/^#/, ''));
  if (name === '') return undefined;
  const [caseAt, label] = namedBy(model, name);
  const columns =
    label === undefined
      ? [...model.columns].reverse()
      : model.columns.filter((one) => one.label.toWellFormed() === label);
  for (const column of columns) {
    let found: number | undefined;
    for (const [at, row] of column.results.entries()) {
      if (row[0] !== caseAt) continue;
      const known = found === undefined ? undefined : column.results[found];
      if (known === undefined || isWorse(verdictOf(row), verdictOf(known))) found = at;
    }
    if (found !== undefined) return { column, at: found };
  }
  return undefined;
}

/** The case, and the label where the name has one. An id may itself hold what stands between the two. */
function namedBy({ cases }: Model, name: string): readonly [caseAt: number, label?: string] {
  // An address has no lone surrogates, so ids are compared without them.
  const caseOf = (id: string) => cases.findIndex((one) => one.id.toWellFormed() === id);
  const whole = caseOf(name);
  const between = name.lastIndexOf(BETWEEN);
  if (whole >= 0 || between < 0) return [whole];
  return [caseOf(name.slice(0, between)), name.slice(between + BETWEEN.length)];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
