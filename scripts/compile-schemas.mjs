/**
 * Compiles the schemas of the package into `dist/compiled`, one file for each group, so that a run does not compile
 * them.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import standalone from 'ajv/dist/standalone/index.js';
import { inPackage } from '../dist/package.js';
import * as companion from '../dist/reference/punch/companion/files.js';
import { openAjv } from '../dist/runners/punch/described_schemas.js';
import * as description from '../dist/runners/punch/description.js';
import { groups, referencesOf, validatorsIn } from '../dist/validators.js';

const source = { code: { source: true } };
const write = (name, text) => writeFileSync(inPackage('dist', 'compiled', `${name}.cjs`), text);
const compile = (name, ajv, references) =>
  write(name, standalone.default(ajv, Object.fromEntries(references.map((each) => [each, each]))));

mkdirSync(inPackage('dist', 'compiled'), { recursive: true });
for (const group of Object.keys(groups)) compile(group, validatorsIn(group, source), referencesOf(group));

const openapi = companion.openapiFile();
write(companion.COMPILED, `module.exports = ${JSON.stringify(openapi)};\n`);
const ajv = openAjv(source);
ajv.addSchema({ ...openapi, $id: 'openapi' });
ajv.addSchema({ ...companion.messages(), $id: 'messages' });
compile(description.COMPILED, ajv, description.ownPlaces(openapi));
