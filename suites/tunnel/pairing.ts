import { createHash } from 'node:crypto';
import type { Program } from './port.js';

/** Who stands at which end. A case that fails in one pairing alone says which program broke. */
export interface Pairing {
  readonly name: string;
  readonly suffix: string;
  readonly out: Program;
  readonly into: Program;
}

export const pairings: readonly Pairing[] = [
  { name: 'target to target', suffix: '', out: 'target', into: 'target' },
  {
    name: 'in of the target to out of the reference',
    suffix: '-to-reference',
    out: 'reference',
    into: 'target',
  },
  {
    name: 'in of the reference to out of the target',
    suffix: '-from-reference',
    out: 'target',
    into: 'reference',
  },
];

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
export const text = (value: string): Uint8Array => new Uint8Array(Buffer.from(value, 'latin1'));
