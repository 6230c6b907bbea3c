#!/usr/bin/env node
// Adds new ids to vectors/ids.json, and updates the counts in the README. Needs a build.
import { existsSync, writeFileSync } from 'node:fs';
import { writeReadme } from '../dist/bin/readme_table.js';
import { ledgerPath, readLedger, withIds } from '../dist/suites/ids.js';
import { protocols } from '../dist/suites/protocols.js';
import { casesOf } from '../dist/suites/registry.js';

const ledger = existsSync(ledgerPath) ? readLedger() : { ids: [], aliases: {}, tombstones: {} };
const current = [
  ...casesOf().map(({ id }) => id),
  ...protocols.flatMap(({ requirements, findings }) => [...requirements, ...findings].map(({ id }) => id)),
];
writeFileSync(ledgerPath, `${JSON.stringify(withIds(ledger, current), null, 2)}\n`);
writeReadme();
