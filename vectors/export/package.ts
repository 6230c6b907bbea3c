/** The parts that all written packages share. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { inPackage } from '../../package.js';
import type { VectorSet } from '../record.js';

/** Files by their path in the package, with slashes. */
export type Files = ReadonlyMap<string, string | Uint8Array>;

export interface About {
  /** The name of the package in its registry. */
  readonly name: string;
  readonly version: string;
}

/** Makes the files of a package. The same vectors make the same bytes. */
export type MakePackage = (sets: readonly VectorSet[], about: About) => Files;

/** A line that describes the package. */
export function descriptionOf(sets: readonly VectorSet[]): string {
  const protocols = [...new Set(sets.map(({ protocol }) => protocol))];
  const last = protocols.pop() ?? '';
  const named = protocols.length === 0 ? ` ${last}` : `s ${protocols.join(', ')} and ${last}`;
  return `Conformance test vectors for the protocol${named}`;
}

export const operationsOf = ({ vectors }: VectorSet): readonly string[] => [
  ...new Set(vectors.map(({ op }) => op)),
];

/** The example of the README: a structure of the package, and one of its operations. */
export function exampleOf(sets: readonly VectorSet[]): { readonly structure: string; readonly op: string } {
  const set = sets.find((one) => operationsOf(one).includes('decode')) ?? sets[0];
  const ops = set === undefined ? [] : operationsOf(set);
  return { structure: set?.structure ?? '', op: ops.includes('decode') ? 'decode' : (ops[0] ?? '') };
}

/** The static files of a package, from `vectors/export/templates`. */
export function template(world: string): Map<string, string> {
  const folder = inPackage('vectors', 'export', 'templates', world);
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => `${parentPath}/${name}`.slice(folder.length + 1).replaceAll('\\', '/'))
    .sort();
  return new Map(names.map((name) => [name, readFileSync(`${folder}/${name}`, 'utf8')]));
}

/** `punch/token` as `punch_token`: a function in Python and Rust. */
export const snake = (structure: string): string => structure.replace(/[^a-z0-9]+/g, '_');

/** `punch/token` as `PunchToken`: a function in Go. */
export const pascal = (structure: string): string =>
  structure.replace(/(?:^|[^a-z0-9]+)(\w)/g, (_mark, letter: string) => letter.toUpperCase());

/** The set without its reference to a schema, for packages without schemas. */
export function dataJson({ $schema: _schema, ...set }: VectorSet): string {
  return `${JSON.stringify(set, null, 2)}\n`;
}

/** The manifest: the versions of the specs, and a digest of each file. */
export function manifest(sets: readonly VectorSet[], about: About, data: Files): string {
  const specs = new Map(sets.map(({ protocol, spec }) => [protocol, { protocol, ...spec }]));
  const files = [...data].sort(([a], [b]) => (a < b ? -1 : 1));
  const content = {
    name: about.name,
    version: about.version,
    format: 1,
    specs: [...specs.values()],
    files: Object.fromEntries(
      files.map(([path, bytes]) => [path, { sha256: createHash('sha256').update(bytes).digest('hex') }]),
    ),
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}

/** The data of all sets below a folder, and its manifest. */
export function dataFiles(sets: readonly VectorSet[], about: About, folder: string): Map<string, string> {
  const data = new Map(sets.map((set) => [`${folder}${set.structure}.json`, dataJson(set)]));
  return new Map([...data, [`${folder}manifest.json`, manifest(sets, about, data)]]);
}
