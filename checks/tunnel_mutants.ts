/**
 * Puts each wrong tunnel program to the cases that have to find it. Exit 1 when one gets through, or when there is a case
 * that was red before none. Arguments name the programs that are wanted.
 */
import { tunnelMutants } from '../reference/mutants/tunnel/mutants.js';
import { labRefused } from '../runners/tunnel/lab.js';
import { neverRed, putMutants, uncited } from '../runners/tunnel/mutants.js';

const refused = await labRefused();
if (refused !== undefined) {
  console.log(`skipped: ${refused}`);
  process.exit(0);
}

const only = process.argv.slice(2);
const mutants = tunnelMutants.filter(({ id }) => only.length === 0 || only.includes(id));
const red = new Set<string>();
let found = 0;
let missed = 0;

await putMutants(mutants, ({ fault, script, red: isRed, why }) => {
  if (isRed) {
    found++;
    red.add(script);
  } else missed++;
  console.log(`${isRed ? 'killed' : 'SURVIVED'}  ${fault}  ${script}  ${why}`);
});

const wrong = [
  ...mutants.flatMap(uncited).map((what) => `UNCITED  ${what}`),
  ...(only.length > 0 ? [] : neverRed(red).map((script) => `NEVER RED  ${script}`)),
];
for (const line of wrong) console.log(line);
const failed = missed + wrong.length;
console.log(
  `${found} passed, ${failed} failed: cases that found a wrong tunnel program, and ${red.size} scripts red`,
);
process.exit(failed === 0 && found > 0 ? 0 : 1);
