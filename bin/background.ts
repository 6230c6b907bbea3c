import type { Background } from '../reports/background.js';
import type { Requirement } from '../suites/model.js';
import { protocols } from '../suites/protocols.js';

const MOST_FINDINGS = 3;

let clauses: ReadonlyMap<string, Requirement> | undefined;

/** The clauses and findings of this version, for what a stream names by id. */
export const knownBackground: Background = {
  clause(id) {
    clauses ??= new Map(
      protocols.flatMap(({ requirements }) => requirements).map((one) => [one.id, one] as const),
    );
    return clauses.get(id);
  },
  findings: (ids) =>
    protocols
      .flatMap(({ findings }) => findings)
      .filter(({ related }) => related.some((one) => ids.includes(one)))
      .slice(0, MOST_FINDINGS)
      .map(({ id, title }) => ({ id, title })),
};
