import { structures } from '../reference/structures.js';
import type { Library } from '../suites/explain.js';
import { protocols } from '../suites/protocols.js';
import { casesOf } from '../suites/registry.js';
import { loadVectors } from '../vectors/load.js';

export const openLibrary = (): Library => ({
  requirements: protocols.flatMap(({ requirements }) => requirements),
  findings: protocols.flatMap(({ findings }) => findings),
  cases: casesOf(),
  vectors: new Map(loadVectors().flatMap(({ vectors }) => vectors.map((vector) => [vector.id, vector]))),
  structures,
});

export const idsOf = ({ requirements, findings, cases }: Library): string[] => [
  ...requirements.flatMap(({ id, alias }) => (alias === undefined ? [id] : [id, alias])),
  ...findings.map(({ id }) => id),
  ...cases.map(({ id }) => id),
];
