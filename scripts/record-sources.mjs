#!/usr/bin/env node
// The last step of the build: records which sources it was made from, so that a build that is older is noticed.
import { writeFileSync } from 'node:fs';
import { root } from '../dist/package.js';
import { hashSources, recordPath } from '../dist/vectors/generate/built.js';

writeFileSync(recordPath(root), `${JSON.stringify(hashSources(), null, 2)}\n`);
