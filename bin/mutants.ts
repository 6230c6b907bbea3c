import { availableParallelism } from 'node:os';
import type { Argv } from 'yargs';
import { ifGiven } from '../defined.js';
import { EXIT } from '../exit.js';
import { equivalentsTable, mutantsTable, type ShownEquivalent } from '../reports/mutants.js';
import { staleIn } from '../runners/matrix/carried.js';
import { type Group, groupsOf } from '../runners/matrix/gather.js';
import { type MutantRow, retryIdle, tryAll, tryEquivalents } from '../runners/matrix/matrix.js';
import { ratesOf, unprovenOf } from '../runners/matrix/rate.js';
import type { KillFile } from '../runners/matrix/reach/kill_cache.js';
import { selectorOf } from '../runners/plan.js';
import type { Protocol } from '../suites/protocol.js';
import { casesOf } from '../suites/registry.js';
import { type GivenBy, UsageError } from './command.js';
import { readWhole } from './integer_option.js';
import { interruptible } from './interruptible.js';
import { filedKills, readKills } from './kill_cache.js';
import { mutantProgress } from './mutant_progress.js';
import { flag, number, quietOption, string, strings } from './options.js';
import { print, tell, width } from './output.js';
import { protocolOption, protocolsNamed } from './protocols.js';
import { recordKills } from './readme_table.js';
import { readShard } from './shard.js';
import { unmatched } from './unmatched.js';

type Options = GivenBy<typeof options>;

const GLOBS = 'globs on PROTOCOL/KIND/NAME (repeatable)';

export const options = (yargs: Argv) =>
  protocolOption(yargs)
    .option('only', strings(GLOBS))
    .option('skip', strings(GLOBS))
    .option('shard', string('I/N: run only part I of N'))
    .option(
      'jobs',
      number('how many wrong peers run at once; the default depends on the protocol and the machine'),
    )
    .option(
      'equivalents',
      flag('run correct peers and codecs that differ from the reference: they must pass every gating case'),
    )
    .option('strays', flag('also run the cases of other clauses, and warn when one of them fails'))
    .option('strict', flag('exit with 1 for warnings, too'))
    .option(
      'cache',
      string(
        'file that keeps kills; skip wrong peers that were killed before, unless a change since then can reach them',
      ),
    )
    .option(
      'record',
      flag('write the rates to suites/PROTOCOL/kills.json and README.md; needs all mutants of a protocol'),
    )
    .option('json', flag('print data instead of a table'))
    .option('quiet', quietOption)
    .example('$0 mutants --cache .kills.json', 'run only what the changes since the last run can reach')
    .example('$0 mutants --equivalents', 'check that the suites pass correct peers')
    .epilogue(
      'Exit code 1: a mutant survives, or an equivalent fails a gating case. 3: some mutants could not run. A warning is ' +
        'a mutant that only cases of other clauses kill, a gating case that kills no mutant, or, with --strays, a case of another ' +
        'clause that fails and that the table of the rule does not expect.',
    );

export async function run(given: Options): Promise<number> {
  const protocols = protocolsNamed(given.protocol);
  if (given.record && (given.equivalents || given.only || given.skip || given.shard !== undefined))
    throw new UsageError(
      '--record needs all mutants of a protocol: leave out --only, --skip, --shard and --equivalents',
    );
  if (given.cache !== undefined && given.equivalents)
    throw new UsageError(
      '--cache keeps kills, and an equivalent is not killed: leave out one of --cache and --equivalents',
    );
  const before = ifGiven(given.cache, readKills);
  const shard = ifGiven(given.shard, readShard);
  const jobs = ifGiven(given.jobs, (number) => readWhole('jobs', number, 1));
  const { only = [], skip = [] } = given;
  const wanted = selectorOf({ only, skip, shard });
  const kind = given.equivalents ? 'equivalents' : 'trials';
  const groups = await groupsOf(protocols.map(({ spec }) => spec.protocol));
  const paths = groups.flatMap((group) => group[kind].map(({ path }) => path));
  for (const fault of [...unmatched('--only', only, paths), ...unmatched('--skip', skip, paths)]) tell(fault);
  const chosen = paths.filter(wanted);
  if (chosen.length === 0 && shard === undefined)
    throw new UsageError(
      '--only and --skip choose no mutant: widen them; conform mutants without them shows all',
    );
  const stop = interruptible();
  const whole = chosen.length === paths.length;
  const around: Around = { given, before, jobs, wanted, whole, count: chosen.length, signal: stop.signal };
  try {
    return await (given.equivalents
      ? judgeEquivalents(groups, around)
      : judgeMutants(groups, protocols, around));
  } finally {
    stop.done();
  }
}

interface Around {
  readonly given: Options;
  /** The content of the file of `--cache`. */
  readonly before: KillFile | undefined;
  readonly jobs: number | undefined;
  readonly wanted: (path: string) => boolean;
  /** Whether all mutants run: no option left any out. */
  readonly whole: boolean;
  readonly count: number;
  readonly signal: AbortSignal;
}

async function judgeMutants(
  groups: readonly Group[],
  protocols: readonly Protocol[],
  { given, before, jobs, wanted, whole, count, signal }: Around,
): Promise<number> {
  const kills = await filedKills(given.cache, before, groups, given.strays);
  const tried: MutantRow[] = groups.flatMap(({ trials }) =>
    trials.flatMap((one) => (wanted(one.path) ? (kills.known(one) ?? []) : [])),
  );
  const unchanged = new Set(tried.map(({ path }) => path));
  const isDue = (path: string): boolean => wanted(path) && !unchanged.has(path);
  const progress = mutantProgress(count - unchanged.size, 'survived', given.quiet);
  const left = await eachGroup(groups, 'trials', { wanted: isDue, signal }, async (group) => {
    const atOnce = group.trials.every(({ kind }) => kind === 'codec') ? 1 : (jobs ?? usual(group.atOnce));
    const trials = group.trials.filter(({ path }) => isDue(path));
    await tryAll(trials, {
      atOnce,
      strays: given.strays,
      signal,
      tell(row) {
        tried.push(row);
        progress.step(row.fate !== 'killed' ? `${row.fate} ${row.path}` : undefined);
      },
    });
  });
  progress.end();
  const clauses = protocols.flatMap(({ requirements }) => requirements.map(({ id }) => id));
  const asked = whole && left.length === 0 && !signal.aborted;
  const { rows, unproven, proven } = asked
    ? await withIdle(tried, groups, protocols)
    : { rows: tried, unproven: [], proven: [] };
  const rates = ratesOf(rows, clauses);
  const stale = given.strays ? staleIn(rows) : [];
  const matrix = { rows, rates, unproven, proven, stale, left, unchanged: unchanged.size };
  kills.save(rows);
  if (given.record && asked) recordKills(rows, protocols);
  await print(given.json ? `${JSON.stringify(matrix, null, 2)}\n` : mutantsTable(matrix, width()));
  if (signal.aborted) return EXIT.interrupted;
  const warned =
    rows.some(({ fate, strays }) => fate === 'elsewhere' || strays.length > 0) ||
    unproven.some(({ reason }) => reason === undefined) ||
    proven.length > 0 ||
    stale.length > 0;
  const failed =
    rows.some(({ fate }) => fate === 'survived' || fate === 'faulty') || (warned && given.strict);
  return exitOf(failed, left);
}

/** A case that killed no mutant while others ran gets the mutants of its clauses once more, before it counts as unproven. */
async function withIdle(
  tried: readonly MutantRow[],
  groups: readonly Group[],
  protocols: readonly Protocol[],
) {
  const cases = casesOf(protocols);
  const reasons = Object.assign({}, ...groups.map((group) => group.reasons)) as Record<string, string>;
  const idle = new Set(
    unprovenOf(tried, cases, reasons).unproven.flatMap(({ id, reason }) =>
      reason === undefined ? [id] : [],
    ),
  );
  const trials = groups.flatMap((group) => group.trials);
  const rows = await retryIdle(
    cases.filter(({ id }) => idle.has(id)),
    trials,
    tried,
  );
  return { rows, ...unprovenOf(rows, cases, reasons) };
}

async function judgeEquivalents(
  groups: readonly Group[],
  { given, jobs, wanted, count, signal }: Around,
): Promise<number> {
  const progress = mutantProgress(count, 'alarmed', given.quiet);
  const rows: ShownEquivalent[] = [];
  const left = await eachGroup(groups, 'equivalents', { wanted, signal }, async (group) => {
    await tryEquivalents(
      group.equivalents.filter(({ path }) => wanted(path)),
      {
        atOnce: jobs ?? usual(Math.ceil(group.atOnce / 3)),
        signal,
        tell(row) {
          rows.push(row);
          progress.step(row.alarms.length > 0 ? `false alarm ${row.path}` : undefined);
        },
      },
    );
  });
  progress.end();
  await print(
    given.json ? `${JSON.stringify({ rows, left }, null, 2)}\n` : equivalentsTable(rows, left, width()),
  );
  if (signal.aborted) return EXIT.interrupted;
  return exitOf(
    rows.some(({ alarms }) => alarms.length > 0),
    left,
  );
}

const exitOf = (failed: boolean, left: readonly string[]): number => {
  if (failed) return EXIT.failed;
  return left.length > 0 ? EXIT.incomplete : EXIT.green;
};

/** Scales a number of jobs that suits two cores to this machine. */
const usual = (onTwo: number): number => Math.max(1, Math.round((onTwo * availableParallelism()) / 2));

/** Runs one group after another, and returns a sentence for each group that cannot run here. */
async function eachGroup(
  groups: readonly Group[],
  kind: 'trials' | 'equivalents',
  { wanted, signal }: Pick<Around, 'wanted' | 'signal'>,
  work: (group: Group) => Promise<void>,
): Promise<readonly string[]> {
  const left: string[] = [];
  for (const group of groups) {
    const many = group[kind].filter(({ path }) => wanted(path)).length;
    if (many === 0 || signal.aborted) continue;
    const refused = await group.refused();
    if (refused === undefined) await Promise.race([work(group), aborted(signal)]);
    else left.push(`not tried: ${many} of the ${group.name}: ${refused}`);
  }
  return left;
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
