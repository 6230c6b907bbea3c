/** The requirement sets that a command line names, by their names or files. */
import { existsSync } from 'node:fs';
import { readLedger } from '../suites/ids.js';
import { protocols } from '../suites/protocols.js';
import { casesOf } from '../suites/registry.js';
import { inIdsOfToday, type ReadSet, readSet, setFiles } from '../suites/requirement_set.js';
import { FileError } from '../vectors/schema.js';
import { UsageError } from './command.js';
import { faultOf } from './file_fault.js';
import { unknown } from './suggest.js';

const known = (): ReadonlyMap<string, string> => setFiles(protocols.map(({ spec }) => spec.protocol));

export const allSets = (): readonly ReadSet[] => [...known().values()].map(readSet);

export function setsNamed(names: readonly string[]): readonly ReadSet[] {
  if (names.length === 0) return [];
  const files = known();
  const ids = {
    cases: casesOf().map(({ id }) => id),
    requirements: protocols.flatMap(({ requirements }) => requirements.map(({ id }) => id)),
    ledger: readLedger(),
  };
  return names.map((name) => {
    const path = files.get(name) ?? (name.endsWith('.json') && existsSync(name) ? name : undefined);
    if (path === undefined)
      throw new UsageError(`--requirements: ${unknown('set', name, [...files.keys()])}`);
    try {
      return inIdsOfToday(readSet(path), ids);
    } catch (error) {
      if (error instanceof FileError) throw faultOf('--requirements', error);
      throw error;
    }
  });
}
