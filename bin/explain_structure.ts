import { existsSync } from 'node:fs';
import { inPackage } from '../package.js';
import { operationText, type Schema } from '../reports/shapes.js';
import type { Library } from '../suites/explain.js';
import { readJsonFile } from '../vectors/schema.js';
import { UsageError } from './command.js';
import { unknown } from './suggest.js';

/** The explanation of an id, as text and as data. */
export interface Told {
  readonly text: string;
  readonly data: unknown;
}

/** Explains the operations of a structure, or one of them; undefined when the id is not a structure. */
export function explainedOperations(
  id: string,
  op: string | undefined,
  library: Library,
  width: number,
): Told | undefined {
  const structure = library.structures.get(id);
  if (!structure) return undefined;
  const known = Object.keys(structure.operations);
  if (op !== undefined && !known.includes(op)) throw new UsageError(unknown('operation', op, known));
  const path = inPackage('vectors', 'schemas', `${id}.schema.json`);
  // A structure that only live cases test has no vectors.
  const schema = existsSync(path) ? (readJsonFile(path) as Schema) : {};
  const vectors = [...library.vectors.values()].filter((one) => one.id.startsWith(`${id}/`));
  const wanted = op === undefined ? known : [op];
  return {
    text: wanted.map((one) => operationText({ structure: id, op: one, schema, vectors }, width)).join('\n'),
    data: { structure: id, operations: wanted, schema },
  };
}
