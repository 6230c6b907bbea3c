/** Requirement sets: frozen lists of ids. A run that gates on a set does not turn red when the suite grows. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { inPackage } from '../package.js';
import { checker, FileError, parseJsonFrom, readTextFile } from '../vectors/schema.js';
import type { IdLedger } from './ids.js';
import { LEVELS } from './levelled.js';
import type { Case, Level } from './model.js';

export interface RequirementSet {
  readonly name: string;
  readonly protocol: string;
  readonly spec: { readonly version: string; readonly sha256: string };
  /** The day on which it was frozen. */
  readonly frozen: string;
  readonly requirements: readonly string[];
  readonly cases: Readonly<Record<Level, readonly string[]>>;
}

/** A set and the hash of its file. */
export interface ReadSet extends RequirementSet {
  readonly sha256: string;
}

const folderOf = (protocol: string): string => inPackage('suites', protocol, 'sets');

/** The files of the sets that the package has, by name. */
export function setFiles(protocols: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    protocols.flatMap((protocol) => {
      const folder = folderOf(protocol);
      const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : [];
      return files.sort().map((file) => [basename(file, '.json'), `${folder}/${file}`] as const);
    }),
  );
}

export function readSet(path: string): ReadSet {
  const text = readTextFile(path);
  const value = parseJsonFrom(path, text);
  checker('sets', 'conform:/requirement_set.schema.json')(path, value);
  return { ...(value as RequirementSet), sha256: createHash('sha256').update(text).digest('hex') };
}

export interface KnownIds {
  readonly cases: readonly string[];
  readonly requirements: readonly string[];
  readonly ledger: Pick<IdLedger, 'aliases' | 'tombstones'>;
}

/**
 * The set with current ids: replaces renamed ids, and leaves out removed ones. Throws for an id that was never used,
 * because the file is wrong.
 */
export function inIdsOfToday<S extends RequirementSet>(set: S, known: KnownIds): S {
  const today = (kind: string, ids: readonly string[], now: ReadonlySet<string>): string[] =>
    ids.flatMap((id) => {
      const current = known.ledger.aliases[id] ?? id;
      if (now.has(current)) return [current];
      if (Object.hasOwn(known.ledger.tombstones, id)) return [];
      throw new FileError(set.name, '', `names the ${kind} ${id}, which does not exist`);
    });
  const cases = new Set(known.cases);
  return {
    ...set,
    requirements: today('requirement', set.requirements, new Set(known.requirements)),
    cases: {
      must: today('case', set.cases.must, cases),
      should: today('case', set.cases.should, cases),
      may: today('case', set.cases.may, cases),
    },
  };
}

/** Gives the cases of the sets the level that they had then. All other cases run and are shown, but do not gate. */
export function asFrozen(cases: readonly Case[], sets: readonly RequirementSet[]): Case[] {
  const levels = new Map<string, Level>(
    sets.flatMap((set) => LEVELS.flatMap((level) => set.cases[level].map((id) => [id, level] as const))),
  );
  return cases.map((one) => {
    const level = levels.get(one.id);
    if (level !== undefined) return level === one.level ? one : { ...one, level };
    const own = sets.find(({ protocol }) => protocol === one.protocol);
    return {
      ...one,
      outside: own ? `newer than ${own.name}` : `not in ${sets.map(({ name }) => name).join(', ')}`,
    };
  });
}

/** A set of the current ids, for its file. */
export function freeze(
  name: string,
  frozen: string,
  {
    spec,
    requirements,
    cases,
  }: {
    readonly spec: { readonly protocol: string; readonly version: string; readonly sha256: string };
    readonly requirements: readonly { readonly id: string }[];
    readonly cases: readonly Pick<Case, 'id' | 'level'>[];
  },
): RequirementSet {
  const idsAt = (level: Level): string[] =>
    cases
      .filter((one) => one.level === level)
      .map(({ id }) => id)
      .sort();
  return {
    name,
    protocol: spec.protocol,
    spec: { version: spec.version, sha256: spec.sha256 },
    frozen,
    requirements: requirements.map(({ id }) => id).sort(),
    cases: { must: idsAt('must'), should: idsAt('should'), may: idsAt('may') },
  };
}
