/** Writes docs/shapes.md from the schemas of the vectors: the input and the answer of each operation. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { inPackage } from '../dist/package.js';
import { shapesPage } from '../dist/vectors/export/shapes.js';
import { loadVectors } from '../dist/vectors/load.js';

const folder = inPackage('vectors', 'schemas');
const schemas = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.schema.json'))
  .sort()
  .map((name) => JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')));
writeFileSync(inPackage('docs', 'shapes.md'), shapesPage(schemas, loadVectors()));
