import { readFileSync } from 'node:fs';
import { inPackage } from '../package.js';

/** Every id that was ever used. An id never changes and never gets another meaning, because users script against ids. */
export interface IdLedger {
  readonly ids: readonly string[];
  /** Old id to new id. */
  readonly aliases: Readonly<Record<string, string>>;
  /** Removed id to the reason. */
  readonly tombstones: Readonly<Record<string, string>>;
}

export const ledgerPath = inPackage('vectors', 'ids.json');

export const readLedger = (): IdLedger => JSON.parse(readFileSync(ledgerPath, 'utf8')) as IdLedger;

/**
 * The faults of a ledger, one sentence each. Every current id must be listed, and every listed id must be current, an
 * alias or a tombstone.
 */
export function ledgerFaults({ ids, aliases, tombstones }: IdLedger, current: readonly string[]): string[] {
  const now = new Set(current);
  const listed = new Set(ids);
  const former = [...Object.keys(aliases), ...Object.keys(tombstones)];
  const explained = new Set(former);
  const fault = (found: Iterable<string>, what: string): string[] => [...found].map((id) => `${id} ${what}`);
  return [
    ...fault(without(now, listed), 'is not listed: node scripts/record-ids.mjs adds it'),
    ...fault(without(without(listed, now), explained), 'is gone without an alias or a tombstone'),
    ...fault(without(explained, listed), 'is an alias or a tombstone of an id that was never listed'),
    ...fault(
      [...explained].filter((id) => now.has(id)),
      'is in use again',
    ),
    ...fault(repeated(current), 'is two things today'),
    ...fault(repeated(ids), 'is listed twice'),
    ...fault(repeated(former), 'is an alias and a tombstone'),
    ...Object.entries(aliases)
      .filter(([, to]) => !now.has(to))
      .map(([from, to]) => `${from} is an alias of ${to}, which does not exist`),
  ];
}

const without = (some: ReadonlySet<string>, others: ReadonlySet<string>): Set<string> =>
  new Set([...some].filter((id) => !others.has(id)));

const repeated = (ids: readonly string[]): Set<string> =>
  new Set(ids.filter((id, at) => ids.indexOf(id) !== at));

/** Adds the current ids, in order. */
export const withIds = (ledger: IdLedger, current: readonly string[]): IdLedger => ({
  ...ledger,
  ids: [...new Set([...ledger.ids, ...current])].sort(),
});
