/**
 * Runs before each test file with properties. `npm test` uses the same values each time, so a failure comes from a
 * change. `checks/properties.ts` uses new values, with a seed that it prints.
 */
import fc from 'fast-check';

/** This seed found that `openhost/identity` threw a TypeError. */
const FIXED = 1_535_407_972;
/** A property with fewer runs is only a set of examples. */
const FEWEST_RUNS = 10;

const seed = Number(process.env['CONFORM_SEED'] ?? FIXED);
if (!Number.isInteger(seed) || seed !== (seed | 0))
  throw new Error(`CONFORM_SEED is ${process.env['CONFORM_SEED']}: set it to a whole number of 32 bits`);

fc.configureGlobal({
  seed,
  reporter(run) {
    if (run.seed !== seed) throw new Error(`a property sets its own seed, ${run.seed}: remove it`);
    if ((run.runConfiguration.numRuns ?? FEWEST_RUNS) < FEWEST_RUNS)
      throw new Error(
        `a property has ${run.runConfiguration.numRuns} runs: expected at least ${FEWEST_RUNS}`,
      );
    if (!run.failed) return;
    const again = `Rerun it with CONFORM_SEED=${seed}`;
    throw new Error(`${fc.defaultReportMessage(run)}\n${again}`, { cause: run.errorInstance });
  },
});
