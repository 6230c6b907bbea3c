import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { inPackage } from '../package.js';
import { vectorsDigest } from '../vectors/digest.js';
import { inputsOf } from './inputs.js';

it('names the vectors, and the file of waivers where there is one, by hash', () => {
  expect(inputsOf(undefined)).toEqual({ vectors: vectorsDigest() });
  const path = inPackage('package.json');
  const waivers = createHash('sha256').update(readFileSync(path)).digest('hex');
  expect(inputsOf(path)).toEqual({ vectors: vectorsDigest(), waivers });
});
