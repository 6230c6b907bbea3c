/** `vectors generate --watch` bundles this module from the sources and runs it in a separate process, because a recipe may hang. */
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
