import { cpSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { loadVectorFile, loadVectors, vectorsFolder } from './load.js';
import { FileError } from './schema.js';

const folder = mkdtempSync(join(tmpdir(), 'conform-load-'));
afterAll(() => rmSync(folder, { recursive: true }));
cpSync(join(vectorsFolder, 'schemas'), join(folder, 'schemas'), { recursive: true });
cpSync(join(vectorsFolder, 'punch'), join(folder, 'punch'), { recursive: true });

const path = join(folder, 'punch', 'token.json');
const whole = readFileSync(path, 'utf8');
beforeEach(() => writeFileSync(path, whole));

function fault(): FileError {
  try {
    loadVectorFile('punch/token', folder);
  } catch (error) {
    if (error instanceof FileError) return error;
    throw error;
  }
  throw new Error('it was accepted');
}

type Loose = { vectors: Record<string, unknown>[] } & Record<string, unknown>;

describe('a vector file', () => {
  it('that is whole is loaded', () => {
    expect(loadVectorFile('punch/token', folder).vectors.length).toBeGreaterThan(60);
  });

  it.each<[string, (file: Loose) => void, string, RegExp]>([
    ['without its format', (file) => delete file['format'], '', /format/],
    ['of another format', (file) => (file['format'] = 2), '/format', /./],
    ['with a member too many', (file) => (file['extra'] = 1), '', /extra/],
    ['with hex in capitals', (file) => (at(file, 81)['given'] = { secret: 'AB' }), '/vectors/81/given', /./],
    [
      'with a vector that asks nothing',
      (file) => (at(file, 3)['requirements'] = []),
      '/vectors/3/requirements',
      /./,
    ],
    ['with an id twice', (file) => (at(file, 1)['id'] = at(file, 0)['id']), '/vectors/1/id', /occurs twice/],
    [
      'with a reject without twin',
      (file) => delete reject(file)['twin'],
      `/vectors/18/twin`,
      /is not in this file/,
    ],
    [
      'with a twin that is a reject',
      (file) => (reject(file)['twin'] = at(file, 19)['id']),
      '/vectors/18/twin',
      /is not an accept/,
    ],
    [
      'with an accept that has a twin',
      (file) => (at(file, 0)['twin'] = at(file, 1)['id']),
      '/vectors/0/twin',
      /only a reject/,
    ],
  ])('%s is rejected where it is wrong', (_what, damage, pointer, reason) => {
    const file = JSON.parse(whole) as Loose;
    damage(file);
    writeFileSync(path, JSON.stringify(file));
    const error = fault();
    expect(error.file).toBe(path);
    expect(error.pointer.startsWith(pointer)).toBe(true);
    expect(error.reason).toMatch(reason);
  });

  it.each<[string, () => void, RegExp]>([
    ['that is not there', () => rmSync(path), /cannot be read: ENOENT/],
    ['that is cut', () => writeFileSync(path, whole.slice(0, -9)), /is not JSON/],
    ['that is too large', () => truncateSync(path, 33 * 2 ** 20), /the limit is/],
  ])('%s is rejected', (_what, damage, reason) => {
    damage();
    expect(fault().message).toMatch(reason);
  });
});

describe('loadVectors', () => {
  const files = loadVectors();

  it('gives every invalid vector an accepted twin that asks the same', () => {
    for (const { vectors } of files) {
      const byId = new Map(vectors.map((vector) => [vector.id, vector]));
      for (const vector of vectors) {
        if ('accept' in vector.expect) continue;
        const twin = byId.get(vector.twin ?? '');
        expect(twin?.op, vector.id).toBe(vector.op);
        expect(twin?.expect, vector.id).toHaveProperty('accept');
        expect([twin?.given, twin?.input], vector.id).not.toEqual([vector.given, vector.input]);
      }
    }
  });

  it('has the structures of all three protocols', () => {
    expect(new Set(files.map(({ protocol }) => protocol))).toEqual(new Set(['openhost', 'punch', 'tunnel']));
  });
});

const at = (file: Loose, index: number): Record<string, unknown> => file.vectors[index] ?? {};
const reject = (file: Loose) => at(file, 18);
