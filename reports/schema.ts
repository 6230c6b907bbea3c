import type { Line } from '../suites/model.js';
import { type GroupName, type SchemaError, validatorOf } from '../validators.js';

/** The first fault of a value by a schema, and its place; undefined when the value is valid. */
export type Validate = (value: unknown) => Fault | undefined;

export interface Fault {
  /** JSON pointer. */
  readonly pointer: string;
  readonly reason: string;
}

function compiled(reference: string, group: GroupName = 'stream'): Validate {
  return (value) => {
    // Most commands read no stream, so the validator is loaded with the first one.
    const validate = validatorOf(group, reference);
    return validate(value) ? undefined : faultOf(validate.errors?.[0]);
  };
}

function faultOf(error: SchemaError | undefined): Fault {
  const { instancePath = '', message = 'does not match the schema', params = {} } = error ?? {};
  const named = params['additionalProperty'] ?? params['allowedValue'] ?? params['allowedValues'];
  return {
    pointer: instancePath,
    reason: named === undefined ? message : `${message}: ${JSON.stringify(named)}`,
  };
}

const kinds: Readonly<Record<Line['kind'], Validate>> = {
  header: compiled('conform:/stream.schema.json#/$defs/header'),
  result: compiled('conform:/stream.schema.json#/$defs/result'),
  footer: compiled('conform:/stream.schema.json#/$defs/footer'),
};

/** Checks one line of a stream by the schema of its kind, which makes the error specific. */
export const lineFault: Validate = (value) => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { pointer: '', reason: 'must be an object' };
  }
  const kind = 'kind' in value ? value.kind : undefined;
  if (kind !== 'header' && kind !== 'result' && kind !== 'footer') {
    return { pointer: '/kind', reason: 'must be "header", "result" or "footer"' };
  }
  return kinds[kind](value);
};

/** Checks a whole run as one document. */
export const reportFault: Validate = compiled('conform:/report.schema.json');

/** Checks the two parts of an attestation. */
export const envelopeFault: Validate = compiled(
  'conform:/attestation.schema.json#/$defs/envelope',
  'attestation',
);
export const statementFault: Validate = compiled(
  'conform:/attestation.schema.json#/$defs/statement',
  'attestation',
);
