#!/usr/bin/env node
// Freezes the requirements and cases of a protocol under a name: node scripts/freeze-set.mjs PROTOCOL NAME YYYY-MM-DD.
// An existing set never changes. Needs a build.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { inPackage } from '../dist/package.js';
import { protocols } from '../dist/suites/protocols.js';
import { casesOf } from '../dist/suites/registry.js';
import { freeze } from '../dist/suites/requirement_set.js';

const [wanted, name, day] = process.argv.slice(2);
const protocol = protocols.find(({ spec }) => spec.protocol === wanted);
if (!protocol || !name || !/^\d{4}-\d\d-\d\d$/.test(day ?? ''))
  throw new Error('write: node scripts/freeze-set.mjs PROTOCOL NAME YYYY-MM-DD');
const path = inPackage('suites', wanted, 'sets', `${name}.json`);
if (existsSync(path)) throw new Error(`${path} is frozen: choose another name`);
mkdirSync(dirname(path), { recursive: true });
const set = freeze(name, day, { ...protocol, cases: casesOf([protocol]) });
const schema = { $schema: '../../requirement_set.schema.json' };
writeFileSync(path, `${JSON.stringify({ ...schema, ...set }, null, 2)}\n`);
