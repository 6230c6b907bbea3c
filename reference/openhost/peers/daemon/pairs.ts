import { reasonOf } from '../reason.js';
import { keyOf } from '../relay/store.js';

export function readPairs(database: () => readonly string[]): readonly string[] {
  const read = database();
  const stranger = read.find((name) => keyOf(name) === undefined);
  if (stranger !== undefined) throw new Error(`${stranger} is no key`);
  return read;
}

/**
 * Section 3.3: when the database cannot be read, a poll looks at no pair, and the pairs of before stay allowed. The log
 * warns once, until the database can be read again.
 */
export function pairsFrom(
  database: () => readonly string[],
  log: (line: string) => void,
  rules: { readPairs(database: () => readonly string[]): readonly string[] },
) {
  const nobody: ReadonlySet<string> = new Set();
  let broken = false;
  let [watched, allowed] = [nobody, nobody];
  return {
    /** Reads the database again, before each poll. */
    read(): void {
      try {
        watched = new Set(rules.readPairs(database));
        allowed = watched;
        broken = false;
      } catch (error) {
        if (!broken) log(`the pairs cannot be read: ${reasonOf(error)}`);
        broken = true;
        watched = nobody;
      }
    },
    /** The clients whose offers this poll looks for. */
    get watched() {
      return watched;
    },
    /** The clients that get answers. */
    get allowed() {
      return allowed;
    },
  };
}
