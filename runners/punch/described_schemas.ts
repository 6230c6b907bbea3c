/** Compiles the schemas of a description that was given. Ours are compiled when the package is built. */
import { Ajv2020, type ErrorObject, type Options } from 'ajv/dist/2020.js';
import type { JsonObject } from '../../suites/model.js';

export interface SchemaValidator {
  (value: unknown): boolean;
  readonly errors?: readonly ErrorObject[] | null;
}

export interface DescribedSchemas {
  /** Throws if it is no valid schema. */
  add(id: string, schema: JsonObject): void;
  /** The validator of the schema at a place such as `openapi#/components/schemas/Error`. */
  at(place: string): SchemaValidator;
}

export const openAjv = (more: Options = {}): Ajv2020 =>
  new Ajv2020({
    strict: false,
    allErrors: true,
    verbose: true,
    validateFormats: false,
    logger: false,
    ...more,
  });

export function compileSchemas(): DescribedSchemas {
  const ajv = openAjv();
  const compiled = new Map<string, SchemaValidator>();
  return {
    add: (id, schema) => void ajv.addSchema({ ...schema, $id: id }),
    at(place) {
      const known = compiled.get(place) ?? ajv.compile({ $ref: place });
      compiled.set(place, known);
      return known;
    },
  };
}
