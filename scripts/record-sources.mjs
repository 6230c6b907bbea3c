#!/usr/bin/env node
// The last step of the build: records its source files, so that an outdated build is detected.
import { writeFileSync } from 'node:fs';
import { root } from '../dist/package.js';
import { hashSources, recordPath } from '../dist/vectors/generate/built.js';

writeFileSync(recordPath(root), `${JSON.stringify(hashSources(), null, 2)}\n`);
