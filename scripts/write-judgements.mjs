/** Writes docs/judgements.md from the cases and clauses. Needs a build. */
import { writeFileSync } from 'node:fs';
import { inPackage } from '../dist/package.js';
import { judgementsPage } from '../dist/suites/judgements.js';

writeFileSync(inPackage('docs', 'judgements.md'), judgementsPage());
