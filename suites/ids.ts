import { readFileSync } from 'node:fs';
import { inPackage } from '../package.js';

/** Every id that was ever given out. Ids are scripted against: none changes, and none means another thing later. */
export interface IdLedger {
  readonly ids: readonly string[];
  /** Old id to new id. */
  readonly aliases: Readonly<Record<string, string>>;
  /** Removed id to the reason. */
  readonly tombstones: Readonly<Record<string, string>>;
}

export const ledgerPath = inPackage('vectors', 'ids.json');

export const readLedger = (): IdLedger => JSON.parse(readFileSync(ledgerPath, 'utf8')) as IdLedger;

/** What is wrong with a ledger beside the ids that there are now, one sentence each. */
export function ledgerFaults({ ids, aliases, tombstones }: IdLedger, current: readonly string[]): string[] {
  const now = new Set(current);
  const gone = ids.filter(
    (id) => !now.has(id) && !Object.hasOwn(aliases, id) && !Object.hasOwn(tombstones, id),
  );
  const lost = Object.entries(aliases).filter(([, to]) => !now.has(to));
  const risen = Object.keys({ ...aliases, ...tombstones }).filter((id) => now.has(id));
  return [
    ...gone.map((id) => `${id} is gone without an alias or a tombstone`),
    ...lost.map(([from, to]) => `${from} is an alias of ${to}, which does not exist`),
    ...risen.map((id) => `${id} is in use again`),
  ];
}

/** With the ids of today added, in order. */
export const withIds = (ledger: IdLedger, current: readonly string[]): IdLedger => ({
  ...ledger,
  ids: [...new Set([...ledger.ids, ...current])].sort(),
});
