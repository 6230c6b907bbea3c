/** docs/shapes.md is generated from the schemas, and complete. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { inPackage } from '../package.js';
import { shapesPage } from '../vectors/export/shapes.js';
import { loadVectors } from '../vectors/load.js';

const folder = inPackage('vectors', 'schemas');
const schemas = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.schema.json'))
  .sort()
  .map((name) => JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')));
const page = readFileSync(inPackage('docs', 'shapes.md'), 'utf8');

describe('the page of shapes', () => {
  it('is up to date (node scripts/write-shapes.mjs)', () => {
    expect(page).toBe(shapesPage(schemas, loadVectors()));
  });

  it('lists every operation of every structure, with every type', () => {
    for (const { structure, vectors } of loadVectors()) {
      const [, section = ''] = page.split(`## \`${structure}\`\n`);
      for (const op of new Set(vectors.map((vector) => vector.op))) {
        expect(section.split('\n## ')[0], structure).toContain(`### ${op}\n`);
      }
    }
    expect(page).not.toContain('any JSON');
  });

  it('gives every time a unit', () => {
    for (const name of ['exp', 'now', 'ts', 'created_at']) {
      expect(page).toMatch(new RegExp(`\`${name}\`: (milli)?seconds since 1970`));
    }
  });
});
