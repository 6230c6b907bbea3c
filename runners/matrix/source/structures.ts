/** The structures of a protocol, with one of their modules changed. */

import { inPackage } from '../../../package.js';
import * as error from '../../../reference/bytes/error.js';
import type { Structure } from '../../../reference/structure.js';
import { type Exports, evaluate, graphOf, isOwn, type Linked, rounded } from './linker.js';
import { telling } from './reach.js';
import { wrongParts } from './wrong.js';

/** The error class of rejections must be the same in changed and unchanged modules. */
const SHARED = 'reference/bytes/error.js';

export interface Workshop {
  /** Modules of the protocol, which get mistakes. */
  readonly modules: readonly Linked[];
  /** The structures that depend on a module. */
  readonly structuresWith: (path: string) => readonly string[];
  /** The structures with another text for one module. */
  build(path: string, source: string): Built;
  /** The structures, with a report of each function that runs, by module and position. */
  watched(reached: (path: string, at: number) => void): ReadonlyMap<string, Structure>;
}

export interface Built {
  readonly structures: ReadonlyMap<string, Structure>;
  /** Resets the count of loop rounds. */
  startCount(): void;
  /** Whether a loop had to be ended since then, because the mistake made it endless. */
  isEndless(): boolean;
}

/** More rounds than any right codec needs for a vector. */
const ROUNDS = 3_000_000;

export async function workshopOf(protocol: string): Promise<Workshop> {
  const graph = graphOf(inPackage('dist'), `reference/${protocol}/index.js`);
  const packages = new Map<string, Exports>();
  for (const name of graph.flatMap(({ imports }) => imports).filter((one) => !isOwn(one)))
    packages.set(name, (await import(name)) as Exports);
  const around = wrongParts((code) => new error.DecodeError(code));
  const right = new Map<string, Exports>([[SHARED, { ...error }]]);
  const from =
    (own: ReadonlyMap<string, Exports>) =>
    (specifier: string): Exports => {
      const found = own.get(specifier) ?? right.get(specifier) ?? packages.get(specifier);
      if (!found) throw new Error(`${specifier} is not linked`);
      return found;
    };
  for (const one of graph) if (!right.has(one.path)) right.set(one.path, evaluate(one, from(right), around));
  const dependants = dependantsIn(graph);
  const names = [...structuresIn(right, protocol).keys()];
  const build = (path: string, source: string): Built => {
    let rounds = 0;
    const round = (): void => {
      rounds++;
      if (rounds > ROUNDS) throw new Error('a loop does not end');
    };
    const changed = new Map<string, Exports>();
    for (const one of graph.filter((module) => dependants(path).has(module.path))) {
      const text = { path: one.path, source: rounded(one.path === path ? source : one.source) };
      changed.set(one.path, evaluate(text, from(changed), { ...around, round }));
    }
    const structures = structuresIn(new Map([...right, ...changed]), protocol);
    return {
      structures,
      startCount: () => {
        rounds = 0;
      },
      isEndless: () => rounds > ROUNDS,
    };
  };
  return {
    modules: graph.filter(({ path }) => path.startsWith(`reference/${protocol}/`)),
    structuresWith(path) {
      const reached = dependants(path);
      const own = names.filter((name) => {
        const file = `reference/${name.replace('-', '_')}.structure.js`;
        return reached.has(file);
      });
      return own.length > 0 ? own : names;
    },
    build,
    watched(reached) {
      const told = new Map<string, Exports>();
      for (const { path, source } of graph.filter((one) => one.path !== SHARED)) {
        const within = { ...around, reached: (at: number) => reached(path, at) };
        told.set(path, evaluate({ path, source: telling(source) }, from(told), within));
      }
      return structuresIn(told, protocol);
    },
  };
}

function structuresIn(
  modules: ReadonlyMap<string, Exports>,
  protocol: string,
): ReadonlyMap<string, Structure> {
  const lists = Object.values(modules.get(`reference/${protocol}/index.js`) ?? {});
  const list = lists.find((one): one is readonly Structure[] => Array.isArray(one)) ?? [];
  return new Map(list.map((one) => [one.name, one]));
}

/** A module, and all modules that depend on it. */
function dependantsIn(graph: readonly Linked[]): (path: string) => ReadonlySet<string> {
  return (path) => {
    const reached = new Set([path]);
    // In this order, each module comes after its imports.
    for (const one of graph) if (one.imports.some((from) => reached.has(from))) reached.add(one.path);
    return reached;
  };
}
