/** What `vectors generate --watch` bundles from the sources, and runs in a process of its own: a recipe may hang. */
import { protocols } from '../../suites/protocols.js';
import { generate } from '../../vectors/generate/generate.js';
import { clauseIds, faultText } from './faults.js';

try {
  for (const name of generate({ check: false, clauses: clauseIds(protocols) }))
    console.log(`${name} written`);
} catch (error) {
  console.error(faultText(error, protocols));
  process.exitCode = 2;
}
