import { reasonOf } from '../reason.js';
import { keyOf } from '../relay/store.js';
import type { DaemonSeams } from './seams.js';

export interface Pairs {
  /** Reads them anew: for each poll. */
  read(): void;
  /** Those whose offers are looked for at this poll. */
  readonly watched: ReadonlySet<string>;
  /** Those that get answers. */
  readonly allowed: ReadonlySet<string>;
}

/**
 * Section 3.3: a database that cannot be read costs the poll those whom it would have watched, and nothing else. It is
 * warned of once, until it can be read again.
 */
export function pairsFrom(
  database: () => readonly string[],
  log: (line: string) => void,
  seams: Pick<DaemonSeams, 'pairs'>,
): Pairs {
  const nobody: ReadonlySet<string> = new Set();
  let broken = false;
  let [watched, allowed] = [nobody, nobody];
  function names(): readonly string[] | undefined {
    try {
      const read = database();
      const stranger = read.find((name) => keyOf(name) === undefined);
      if (stranger !== undefined) throw new Error(`${stranger} is no key`);
      broken = false;
      return read;
    } catch (error) {
      if (!broken) {
        log(`the pairs cannot be read: ${reasonOf(error)}`);
      }
      broken = true;
      return undefined;
    }
  }
  return {
    read() {
      const found = seams.pairs(names());
      watched = found ? new Set(found) : nobody;
      allowed = found ? watched : allowed;
    },
    get watched() {
      return watched;
    },
    get allowed() {
      return allowed;
    },
  };
}
