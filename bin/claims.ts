import { structures } from '../reference/structures.js';
import type { Json, JsonObject, Target } from '../suites/model.js';
import { unknown } from './suggest.js';

/** Remarks on structures and operations that an adapter claims but this version does not know. They are never tested. */
export function unknownClaims({ name, kind, capabilities }: Target): string[] {
  const claimed = kind === 'exec' ? membersOf(membersOf(capabilities)['structures']) : {};
  return Object.entries(claimed).flatMap(([structure, operations]) => {
    const known = structures.get(structure);
    if (!known) return [`${name} claims an ${unknown('structure', structure, [...structures.keys()])}`];
    const names = Object.keys(known.operations);
    return (Array.isArray(operations) ? operations.map(String) : [])
      .filter((operation) => !names.includes(operation))
      .map((operation) => `${name} claims for ${structure} an ${unknown('operation', operation, names)}`);
  });
}

/** Whether the target claims the structure of this vector id. A target without a list of claims gets all vectors. */
export function claims({ capabilities }: Pick<Target, 'capabilities'>, id: string): boolean {
  const { structures: claimed } = membersOf(capabilities);
  return claimed === undefined || Object.hasOwn(membersOf(claimed), id.split('/').slice(0, 2).join('/'));
}

const membersOf = (value: Json | undefined): Readonly<Record<string, Json>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
