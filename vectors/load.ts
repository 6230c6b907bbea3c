import { existsSync, readdirSync } from 'node:fs';
import { inPackage } from '../package.js';
import { checker, FileError, readJsonFile } from './schema.js';
import type { VectorFile } from './vector.js';

export const vectorsFolder = inPackage('vectors');

const notProtocols = new Set(['schemas', 'generate']);

export const schemaIdOf = (structure: string): string => `conform:/${structure}.schema.json`;

export function loadVectorFile(structure: string, folder = vectorsFolder): VectorFile {
  const path = `${folder}/${structure}.json`;
  const value = readJsonFile(path);
  checker('vectors', schemaIdOf(structure))(path, value);
  const file = value as VectorFile;
  refuseBrokenTwins(path, file);
  return file;
}

/** All vector files of the package, or of some protocols, in the order of their names. */
export const loadVectors = (protocols?: readonly string[], folder = vectorsFolder): VectorFile[] =>
  vectorNames(protocols, folder).map((structure) => loadVectorFile(structure, folder));

/** `protocol/structure` of each vector file, in order. */
export function vectorNames(protocols?: readonly string[], folder = vectorsFolder): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !notProtocols.has(entry.name))
    .map((entry) => entry.name)
    .filter((protocol) => protocols === undefined || protocols.includes(protocol))
    .sort()
    .flatMap((protocol) =>
      readdirSync(`${folder}/${protocol}`)
        .filter((name) => name.endsWith('.json') && existsSync(schemaOf(folder, protocol, name)))
        .sort()
        .map((name) => `${protocol}/${name.slice(0, -'.json'.length)}`),
    );
}

const schemaOf = (folder: string, protocol: string, name: string): string =>
  `${folder}/schemas/${protocol}/${name.replace(/\.json$/, '.schema.json')}`;

/** Checks what a schema cannot: ids are unique, and the twin of each rejected vector exists and is accepted. */
export function refuseBrokenTwins(path: string, file: VectorFile): void {
  // If two vectors have the same id, the error names the second one.
  const byId = new Map(file.vectors.toReversed().map((vector) => [vector.id, vector]));
  file.vectors.forEach((vector, i) => {
    const fault = (member: string, reason: string): never => {
      throw new FileError(path, `/vectors/${i}/${member}`, reason);
    };
    if (byId.get(vector.id) !== vector) fault('id', `${vector.id} occurs twice`);
    if ('accept' in vector.expect) {
      if (vector.twin !== undefined) fault('twin', 'only a reject has a twin');
      return;
    }
    const twin = byId.get(vector.twin ?? '');
    if (!twin) fault('twin', `${vector.twin ?? 'no vector'} is not in this file`);
    else if (!('accept' in twin.expect)) fault('twin', `${twin.id} is not an accept`);
    else if (twin.op !== vector.op) fault('twin', `${twin.id} asks another operation`);
  });
}
