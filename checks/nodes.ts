/**
 * Runs the built program on each supported Node, and checks that it rejects older ones. npm fetches them. Usage: node
 * dist/checks/nodes.js [--all] [VERSION...] The live references and the unit tests take minutes, and `.ci/run` runs
 * them on its own Node. A commit also runs them on one of the others, chosen by its hash; `--all` runs them on all.
 * With VERSIONs, only these are checked.
 */
import { inTurn } from './commit_turn.js';
import { fetchNode } from './nodes/fetch.js';
import { longSteps, programSteps, quickStart, refusal, type Step } from './nodes/steps.js';
import { majorOf, SUPPORTED, TOO_OLD } from './nodes/versions.js';
import { openTally } from './tally.js';

const words = process.argv.slice(2);
const all = words.includes('--all');
const named = words.filter((word) => word !== '--all');
const strange = named.filter((version) => ![...SUPPORTED, ...TOO_OLD].includes(version));
if (strange.length > 0) {
  console.error(`not in this check: ${strange.join(', ')}; it has ${[...SUPPORTED, ...TOO_OLD].join(', ')}`);
  process.exit(2);
}
const chosen = (version: string): boolean => named.length === 0 || named.includes(version);

/** The versions on which the live references and the unit tests run. Without a commit, all of them. */
function wholly(): readonly string[] {
  if (all) return SUPPORTED;
  const others = SUPPORTED.filter((version) => majorOf(version) !== majorOf(process.versions.node));
  return inTurn(others);
}

const whole = wholly();
const stepsOf = (version: string): readonly Step[] => {
  if (TOO_OLD.includes(version)) return [refusal(version)];
  // These steps need cold files of that Node, so they run first. Only the oldest and the newest run them.
  const outermost = version === SUPPORTED.at(0) || version === SUPPORTED.at(-1);
  return [...(outermost ? [quickStart] : []), ...programSteps, ...(whole.includes(version) ? longSteps : [])];
};

const tally = openTally();

function check(version: string): void {
  const since = performance.now();
  let node: string;
  try {
    node = fetchNode(version);
  } catch (error) {
    tally.tell(`Node ${version}: fetch`, error instanceof Error ? error.message : String(error), since);
    return;
  }
  for (const step of stepsOf(version)) {
    const from = performance.now();
    tally.tell(`Node ${version}: ${step.title}`, step.fault(node), from);
  }
}

console.log(`live references and unit tests on ${whole.join(', ')} (here: ${process.versions.node})`);
for (const version of [...TOO_OLD, ...SUPPORTED].filter(chosen)) check(version);
process.exitCode = tally.end();
