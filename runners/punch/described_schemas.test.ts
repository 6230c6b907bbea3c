/** The validators that the build compiles from our own description, compared with those of Ajv here. */
import { createRequire } from 'node:module';
import { expect, it } from 'vitest';
import { inPackage } from '../../package.js';
import * as own from '../../reference/punch/companion/files.js';
import { compileSchemas, type SchemaValidator } from './described_schemas.js';
import { COMPILED, ownPlaces } from './description.js';

const built = (name: string): unknown =>
  createRequire(import.meta.url)(inPackage('dist', 'compiled', `${name}.cjs`));

const VALUES: readonly unknown[] = [
  null,
  [],
  {},
  { type: 'peer', ip: 7, port: -1 },
  { type: 'error', error: 'NO_SUCH_CODE', message: 1 },
  { error: 'AUTH_FAILED', message: 'told' },
  { session: 'x', state: 'NONE', streams: [1, { name: '' }], expiresAt: 'soon' },
];

it('the build compiles every schema of our description, with the same violations as Ajv here', () => {
  const schemas = compileSchemas();
  schemas.add('openapi', own.openapiFile());
  schemas.add('messages', own.messages());
  const validators = built(COMPILED) as Readonly<Record<string, SchemaValidator>>;
  const places = [...new Set(ownPlaces(own.openapiFile()))].sort();
  expect(Object.keys(validators).sort()).toEqual(places);
  const found = (validate: SchemaValidator | undefined, value: unknown) => [
    validate?.(value),
    (validate?.errors ?? [])
      .filter(({ keyword }) => keyword !== '$ref')
      .map(({ instancePath, message, parentSchema }) => ({ instancePath, message, parentSchema })),
  ];
  for (const place of places) {
    for (const value of VALUES)
      expect(found(validators[place], value)).toEqual(found(schemas.at(place), value));
  }
});

it('the compiled OpenAPI description equals its file', () => {
  expect(built(own.COMPILED)).toEqual(own.openapiFile());
});
