import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { vectorsDigest } from './digest.js';
import { vectorNames, vectorsFolder } from './load.js';

const hash = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');

it('is the hash of what sha256sum prints for the files', () => {
  const list = vectorNames().map(
    (name) => `${hash(readFileSync(join(vectorsFolder, `${name}.json`)))}  ${name}.json\n`,
  );
  expect(list.length).toBeGreaterThan(10);
  expect(vectorsDigest()).toBe(hash(list.join('')));
});

it('changes with one byte of one file, and not with a file that no schema knows', () => {
  const folder = mkdtempSync(join(tmpdir(), 'conform-digest-'));
  for (const part of ['one', 'schemas/one']) mkdirSync(join(folder, part), { recursive: true });
  writeFileSync(join(folder, 'schemas', 'one', 'two.schema.json'), '{}');
  writeFileSync(join(folder, 'one', 'two.json'), '{}');
  const before = vectorsDigest(folder);
  expect(before).toBe(hash(`${hash('{}')}  one/two.json\n`));
  writeFileSync(join(folder, 'one', 'three.json'), '{}');
  expect(vectorsDigest(folder)).toBe(before);
  writeFileSync(join(folder, 'one', 'two.json'), '{ }');
  expect(vectorsDigest(folder)).not.toBe(before);
  rmSync(folder, { recursive: true });
});
