import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, describe, expect, it } from 'vitest';
import { cbor } from '../reference/bytes/cbor.js';
import { vectorSets } from '../suites/records.js';
import type { Files } from '../vectors/export/package.js';
import { type WorldName, worlds } from '../vectors/export/worlds.js';
import { OutFolderError, writePackage } from '../vectors/export/write.js';

const folder = mkdtempSync(join(tmpdir(), 'conform-export-'));
afterAll(() => rmSync(folder, { recursive: true }));

const sets = vectorSets();
const again = vectorSets();
const about = { name: 'example.org/vectors', version: '1.2.3' };
const names = Object.keys(worlds) as WorldName[];
const digest = (bytes: string | Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const digests = (files: Files) => [...files].map(([path, bytes]) => [path, digest(bytes)]);
const textOf = (files: Files, path: string): string => Buffer.from(files.get(path) ?? '').toString();

const made = new Map(names.map((name) => [name, worlds[name].make(sets, about)]));
const packageFor = (name: WorldName): Files => made.get(name) ?? new Map();

describe.each(names)('the package for %s', (name) => {
  const files = packageFor(name);

  it('is the same bytes each time', () => {
    expect(digests(worlds[name].make(again, about))).toEqual(digests(files));
  });

  it('has a license, and a README that explains level, twin and dialect and names every structure', () => {
    expect(textOf(files, 'LICENSE')).toContain('MIT');
    const readme = textOf(files, 'README.md');
    for (const word of ['**level**', '**twin**', '**dialect**', '**findings**'])
      expect(readme).toContain(word);
    for (const { structure, spec } of sets) {
      expect(readme).toContain(`\`${structure}\``);
      expect(readme).toContain(spec.sha256);
    }
  });

  it('comes with the shape of every operation', () => {
    const shapes = textOf(files, 'SHAPES.md');
    for (const { structure } of sets) expect(shapes).toContain(`## \`${structure}\``);
    expect(shapes).toContain('- `now`: milliseconds since 1970');
  });

  it('has a manifest with the version, the hash of each specification, and the digest of each data file', () => {
    const path = [...files.keys()].find((one) => one.endsWith('manifest.json')) ?? '';
    const manifest = JSON.parse(textOf(files, path));
    expect(manifest).toMatchObject({ version: '1.2.3', specs: sets.length > 0 ? expect.any(Array) : [] });
    expect(manifest.specs.map((spec: { sha256: string }) => spec.sha256)).toEqual([
      ...new Set(sets.map(({ spec }) => spec.sha256)),
    ]);
    expect(Object.keys(manifest.files)).toHaveLength(sets.length);
    for (const [file, { sha256 }] of Object.entries<{ sha256: string }>(manifest.files)) {
      expect(digest(files.get(file) ?? ''), file).toBe(sha256);
    }
  });
});

it.each(names)('a package for %s of one protocol shows structures of that protocol only', (name) => {
  const own = sets.filter(({ protocol }) => protocol === 'tunnel');
  const files = worlds[name].make(own, about);
  for (const paper of ['README.md', 'SHAPES.md']) {
    expect(textOf(files, paper)).toContain('`tunnel/mapping`');
    expect(textOf(files, paper)).not.toMatch(/punch.?token|openhost/i);
  }
});

it.each([
  ['npm', 'index.js', (structure: string) => `'${structure}':`],
  ['pypi', 'src/p2p_conform_vectors/__init__.py', (structure: string) => `return load("${structure}")`],
  ['go', 'structures.go', (structure: string) => `return load("${structure}")`],
  ['crate', 'src/structures.rs', (structure: string) => `include_str!("../data/${structure}.json")`],
] as const)('the package for %s has a function of each structure', (name, path, call) => {
  const text = textOf(packageFor(name), path);
  for (const { structure } of sets) expect(text).toContain(call(structure));
});

it('the exported JSON has level, clause and finding, and fits its schemas', () => {
  const files = packageFor('json');
  const ajv = new Ajv2020({ strict: false });
  for (const [path, text] of files)
    if (path.endsWith('.schema.json')) ajv.addSchema(JSON.parse(String(text)));
  for (const { structure } of sets) {
    const value = JSON.parse(textOf(files, `${structure}.json`));
    const { $id } = JSON.parse(textOf(files, `schemas/${structure}.schema.json`));
    const validate = ajv.getSchema($id);
    expect(validate?.(value), `${structure}: ${JSON.stringify(validate?.errors?.[0])}`).toBe(true);
    expect(value.vectors[0].clauses[0]).toEqual({
      id: expect.any(String),
      level: expect.stringMatching(/^(must|should|may)$/),
      section: expect.any(String),
      text: expect.any(String),
    });
  }
});

it('the exported CBOR has the same content, with byte strings in the place of hex', () => {
  const files = packageFor('cbor');
  const frames = cbor.decode(files.get('openhost/frame.cbor') as Uint8Array) as {
    vectors: { level: string; op: string; input: unknown }[];
  };
  expect(frames.vectors.map(({ level }) => level)).toEqual(
    sets.find(({ structure }) => structure === 'openhost/frame')?.vectors.map(({ level }) => level),
  );
  expect(frames.vectors.find(({ op }) => op === 'decode')?.input).toBeInstanceOf(Uint8Array);
});

describe('writing', () => {
  it('puts the files into a new folder', () => {
    const out = join(folder, 'new', 'deeper');
    expect(writePackage(new Map([['a/b', 'c']]), out)).toBe(1);
    expect(readFileSync(join(out, 'a', 'b'), 'utf8')).toBe('c');
  });

  it('rejects a folder that has something in it, and a file', () => {
    const full = join(folder, 'full');
    mkdirSync(full);
    writeFileSync(join(full, 'mine'), '');
    expect(() => writePackage(new Map(), full)).toThrow(OutFolderError);
    expect(() => writePackage(new Map(), join(full, 'mine'))).toThrow('is a file; name a new folder');
  });
});
