import { defined } from '../defined.js';
import type { Background, KnownFinding } from '../reports/background.js';
import type { KnownClause } from '../reports/html/data.js';
import { type Kills, killsOf } from '../suites/kills.js';
import type { Requirement } from '../suites/model.js';
import { protocols } from '../suites/protocols.js';
import { casesOf } from '../suites/registry.js';

const MOST_FINDINGS = 3;

let related: ReadonlyMap<string, readonly KnownFinding[]> | undefined;
let tags: ReadonlyMap<string, readonly string[]> | undefined;
let clauses: ReadonlyMap<string, Requirement> | undefined;

const ours = protocols.map(({ spec }) => `${spec.protocol}/`);

/** Looks up the clauses and findings of this version by the ids in a stream. */
export const knownBackground: Background = {
  clause(id) {
    clauses ??= new Map(
      protocols.flatMap(({ requirements }) => requirements).map((one) => [one.id, one] as const),
    );
    return clauses.get(id);
  },
  findings(ids) {
    related ??= relatedFindings();
    const found = new Set<KnownFinding>();
    for (const id of ids) for (const one of related.get(id) ?? []) found.add(one);
    return [...found].slice(0, MOST_FINDINGS);
  },
  catalogue(names) {
    const asked = protocols.filter(({ spec }) => names.has(spec.protocol));
    return {
      clauses: asked.flatMap(({ requirements }) => requirements).map(clauseOf),
      findings: asked
        .flatMap(({ findings }) => findings)
        .map(({ id, title, related }) => ({ id, title, related })),
    };
  },
  tags(id) {
    // A foreign stream may name very many unknown cases.
    if (!ours.some((beginning) => id.startsWith(beginning))) return [];
    tags ??= new Map(casesOf().map((one) => [one.id, one.tags ?? []]));
    return tags.get(id) ?? [];
  },
};

/** The findings, by the clauses and cases that depend on them. */
function relatedFindings(): ReadonlyMap<string, readonly KnownFinding[]> {
  const byId = new Map<string, KnownFinding[]>();
  for (const { id, title, related } of protocols.flatMap(({ findings }) => findings)) {
    const told = { id, title };
    for (const one of related) byId.set(one, [...(byId.get(one) ?? []), told]);
  }
  return byId;
}

const kills = new Map<string, Kills | undefined>();

/** The kill rates that were recorded for this version. */
export function clauseKills(protocol: string, clause: string): KnownClause['mutants'] {
  if (!kills.has(protocol)) kills.set(protocol, killsOf(protocol));
  const [killed, of] = kills.get(protocol)?.clauses[clause] ?? [];
  return killed === undefined || of === undefined ? undefined : { killed, of };
}

const clauseOf = ({ id, protocol, section, level, text, excluded }: Requirement): KnownClause => ({
  id,
  protocol,
  section,
  level,
  text,
  ...defined({ untested: excluded, mutants: clauseKills(protocol, id) }),
});
