import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Ajv2020, ErrorObject } from 'ajv/dist/2020.js';
import { inPackage } from '../package.js';
import type { Line } from '../suites/model.js';

/** What a schema finds wrong with a value, and where; nothing when it is in order. */
export type Validate = (value: unknown) => Fault | undefined;

export interface Fault {
  /** JSON pointer. */
  readonly pointer: string;
  readonly reason: string;
}

let loaded: Ajv2020 | undefined;

/** Most commands never meet a stream: the validator is loaded when the first one is opened. */
function ajv(): Ajv2020 {
  if (loaded) return loaded;
  const { Ajv2020: Ajv } = createRequire(import.meta.url)(
    'ajv/dist/2020.js',
  ) as typeof import('ajv/dist/2020.js');
  loaded = new Ajv({ strict: true, allErrors: false });
  for (const file of ['stream', 'report']) {
    loaded.addSchema(
      JSON.parse(readFileSync(inPackage('reports', 'schemas', `${file}.schema.json`), 'utf8')),
    );
  }
  return loaded;
}

function compiled(reference: string): Validate {
  let validate: ReturnType<Ajv2020['getSchema']>;
  return (value) => {
    validate ??= ajv().getSchema(reference);
    if (!validate) throw new Error(`no schema ${reference}`);
    return validate(value) ? undefined : faultOf(validate.errors?.[0]);
  };
}

function faultOf(error: ErrorObject | undefined): Fault {
  const { instancePath = '', message = 'does not fit the schema', params = {} } = error ?? {};
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

/** Checks one line of a stream by the schema of its kind, so that the fault is told in its terms. */
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
