import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Inputs } from '../suites/model.js';
import { vectorsDigest } from '../vectors/digest.js';

/** The inputs of a run, for its header. */
export const inputsOf = (waivers: string | undefined): Inputs => ({
  vectors: vectorsDigest(),
  ...(waivers === undefined
    ? {}
    : { waivers: createHash('sha256').update(readFileSync(waivers)).digest('hex') }),
});
