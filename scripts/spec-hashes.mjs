#!/usr/bin/env node
// Prints the hash and the sections of each spec text, in the form of suites/<protocol>/spec.ts. Needs a build.
import { readFileSync } from 'node:fs';
import { sectionsOf, sha256 } from '../dist/suites/spec.js';

const files = process.argv.slice(2);
if (files.length === 0) {
  console.error('usage: node scripts/spec-hashes.mjs FILE...');
  process.exitCode = 2;
}
for (const file of files) {
  const text = readFileSync(file, 'utf8');
  console.log(JSON.stringify({ sha256: sha256(text), sections: sectionsOf(text) }, undefined, 2));
}
