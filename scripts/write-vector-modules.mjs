/** Writes the vectors as modules into `dist/library`: a bundler takes one structure, and a page needs no file system. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { inPackage } from '../dist/package.js';
import { vectorSets } from '../dist/suites/records.js';
import { vectorModules } from '../dist/vectors/export/modules.js';

const folder = inPackage('dist', 'library', 'vectors');
rmSync(folder, { recursive: true, force: true });
for (const [name, text] of vectorModules(vectorSets(), '../../vectors/record.js')) {
  const path = `${folder}/${name}`;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
