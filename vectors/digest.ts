/** One hash for all vector files: the hash of the output of `sha256sum protocol/*.json` in the folder of the vectors. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { vectorNames, vectorsFolder } from './load.js';

const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');

export function vectorsDigest(folder = vectorsFolder): string {
  const lines = vectorNames(undefined, folder).map(
    (name) => `${sha256(readFileSync(`${folder}/${name}.json`))}  ${name}.json\n`,
  );
  return sha256(lines.join(''));
}
