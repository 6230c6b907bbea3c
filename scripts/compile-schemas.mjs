/** Compiles the schemas of the package into `dist/compiled`, one file a group, so that a run compiles none. */
import { mkdirSync, writeFileSync } from 'node:fs';
import standalone from 'ajv/dist/standalone/index.js';
import { inPackage } from '../dist/package.js';
import { groups, referencesOf, validatorsIn } from '../dist/validators.js';

mkdirSync(inPackage('dist', 'compiled'), { recursive: true });
for (const group of Object.keys(groups)) {
  const ajv = validatorsIn(group, { code: { source: true } });
  const names = Object.fromEntries(referencesOf(group).map((reference) => [reference, reference]));
  writeFileSync(inPackage('dist', 'compiled', `${group}.cjs`), standalone.default(ajv, names));
}
