import { DecodeError } from '../reference/bytes/error.js';
import type { Field } from '../reference/bytes/reader.js';
import type { Json, Structure } from '../reference/structure.js';
import type { Vector } from '../vectors/vector.js';
import type { Finding } from './findings.js';
import type { Case, Requirement } from './model.js';

/** Everything that is known about one id. */
export type Explained =
  | {
      readonly kind: 'requirement';
      readonly requirement: Requirement;
      readonly cases: readonly Case[];
      readonly findings: readonly Finding[];
    }
  | { readonly kind: 'finding'; readonly finding: Finding; readonly requirements: readonly Requirement[] }
  | {
      readonly kind: 'case';
      readonly case: Case;
      readonly requirements: readonly Requirement[];
      readonly findings: readonly Finding[];
      readonly vector?: Vector;
      /** The bytes of the vector, field by field. */
      readonly fields: readonly Field[];
    };

export interface Library {
  readonly requirements: readonly Requirement[];
  readonly findings: readonly Finding[];
  readonly cases: readonly Case[];
  readonly vectors: ReadonlyMap<string, Vector>;
  readonly structures: ReadonlyMap<string, Structure>;
}

export function explain(id: string, library: Library): Explained | undefined {
  const { requirements, findings, cases } = library;
  const concerning = (ids: readonly string[]) =>
    findings.filter(({ related }) => related.some((one) => ids.includes(one)));
  const named = (ids: readonly string[]) => requirements.filter((one) => ids.includes(one.id));
  const requirement = requirements.find((one) => one.id === id || one.alias === id);
  if (requirement) {
    const citing = cases.filter(({ requires }) => requires.includes(requirement.id));
    return { kind: 'requirement', requirement, cases: citing, findings: concerning([requirement.id]) };
  }
  const finding = findings.find((one) => one.id === id);
  if (finding) return { kind: 'finding', finding, requirements: named(finding.related) };
  const found = cases.find((one) => one.id === id);
  if (!found) return undefined;
  const vector = library.vectors.get(id);
  return {
    kind: 'case',
    case: found,
    requirements: named(found.requires),
    findings: concerning([id, ...found.requires]),
    ...(vector ? { vector } : {}),
    fields: vector ? fieldsOf(vector, library.structures) : [],
  };
}

/** The bytes of a vector: its input, or its expected answer if the input is not bytes. */
function fieldsOf(vector: Vector, structures: Library['structures']): readonly Field[] {
  const annotate = structures.get(vector.id.split('/').slice(0, 2).join('/'))?.annotate;
  if (!annotate) return [];
  const { given, input, expect } = vector;
  const named = (value: Json): readonly Field[] => {
    try {
      return annotate(given, value);
    } catch (error) {
      // The input of an encoder is JSON.
      if (error instanceof DecodeError) return [];
      throw error;
    }
  };
  const fields = named(input);
  return fields.length > 0 || 'reject' in expect ? fields : named(expect.accept);
}
