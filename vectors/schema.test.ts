import { readdirSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, it } from 'vitest';
import { inPackage } from '../package.js';
import { checker } from './schema.js';

const ofVectors = readdirSync(inPackage('vectors', 'schemas'), { recursive: true, encoding: 'utf8' });
const schemas = [
  ...ofVectors.filter((name) => name.endsWith('.json')).map((name) => `vectors/schemas/${name}`),
  'bin/config.schema.json',
  'runners/waivers.schema.json',
];

it.each(schemas)('%s is a schema of 2020-12, which nobody asks again when it is used', (path) => {
  const ajv = new Ajv2020();
  expect(ajv.validateSchema(JSON.parse(readFileSync(inPackage(path), 'utf8')))).toBe(true);
  expect(ajv.errors).toBeNull();
});

it('a schema that is none is found by the same question', () => {
  expect(new Ajv2020().validateSchema({ type: 'text' })).toBe(false);
  expect(() => checker({ type: 'text' }).check('x', 1)).toThrow();
});
