import { defined, ifGiven } from '../defined.js';
import { EXIT } from '../exit.js';
import { packageInfo } from '../package.js';
import { plain } from '../reports/escape.js';
import { CannotResume } from '../runners/resume.js';
import { run as runCases } from '../runners/run.js';
import { killsOf } from '../suites/kills.js';
import type { SpecVersion } from '../suites/model.js';
import { protocols } from '../suites/protocols.js';
import { casesOf } from '../suites/registry.js';
import { asFrozen } from '../suites/requirement_set.js';
import { unknownClaims } from './claims.js';
import { UsageError } from './command.js';
import { readConfig } from './config.js';
import { readDuration } from './duration.js';
import { hiding } from './hiding.js';
import { inputsOf } from './inputs.js';
import { readWhole } from './integer_option.js';
import { tell } from './output.js';
import { readPatience } from './patience.js';
import { readRecorded } from './recorded.js';
import { openReports } from './reporters.js';
import { earlier, remembered } from './resume.js';
import type { Options } from './run_options.js';
import { selectionOf } from './selection.js';
import { setsNamed } from './sets.js';
import { readShard } from './shard.js';
import { stopper } from './stopper.js';
import { writtenIn } from './target_options.js';
import { chooseTargets, type Opened, openTargets, referenceFor } from './targets.js';
import { readWaivers } from './waivers_file.js';
import type { Round } from './watch/watch.js';

export { options } from './run_options.js';

/** `--fast` leaves out cases that wait longer than this many milliseconds. */
const FAST = 20_000;

export async function run(typed: Options): Promise<number> {
  if (typed.watch === undefined) return (await runOnce(typed)).exit;
  const { watchRuns } = await import('./watch/watch.js');
  return watchRuns(typed, typed.watch, runOnce);
}

/** What the options and the files of a run decide. It is read before anything is opened, because any of it may be wrong. */
function readCall(typed: Options) {
  const recorded = ifGiven(typed.resume, readRecorded);
  const given = recorded ? remembered(typed, recorded) : typed;
  const { profile } = given;
  const config = readConfig(given.config);
  const waiversFile = given.waivers ?? config?.waivers;
  const waivers = waiversFile === undefined ? [] : readWaivers(waiversFile);
  const sets = setsNamed(given.requirements ?? []);
  const cases = sets.length === 0 ? casesOf() : asFrozen(casesOf(), sets);
  const settings = { ...defined({ profile }), options: writtenIn({ ...given }) };
  const { only, skip, asked } = selectionOf(given, cases, waivers);
  const chosen = chooseTargets(given.target, config, settings, () => referenceFor(cases, only));
  const timeout = ifGiven(given.timeout, (text) => readDuration('timeout', text));
  const plan = {
    cases,
    level: given.level ?? config?.level ?? 'must',
    jobs: readWhole('jobs', given.jobs, 1),
    repeat: readWhole('repeat', given.repeat ?? 1, 1),
    seed:
      ifGiven(given.seed, (number) => readWhole('seed', number, 0)) ??
      recorded?.header?.seed ??
      Math.floor(Date.now() / 1000),
    only,
    skip,
    asked,
    inputs: inputsOf(waiversFile),
    requirements: sets.map(({ name, sha256 }) => ({ name, sha256 })),
    shard: ifGiven(given.shard, readShard),
    profile,
    waivers,
    bail: ifGiven(given.bail, (text) => readWhole('bail', text || '1', 1)),
    longestWait: given.fast ? FAST : undefined,
    patience: ifGiven(given.patience, readPatience),
  };
  return { recorded, given, config, chosen, timeout, plan };
}

/** One run, or one round of a watched run. */
async function runOnce(typed: Options, round?: Round): Promise<{ exit: number; interrupted: boolean }> {
  void import('../runners/cleanup/sweep.js').then(({ sweep }) => sweep());
  const { recorded, given, config, chosen, timeout, plan } = readCall(typed);
  const hidden = hiding(chosen);
  let opened: Opened[] = [];
  const reports = openReports(given.report ?? config?.reports ?? [], {
    against: given.against,
    oneScreen: round !== undefined,
    quiet: given.quiet,
    recorded,
    waitingFor: () => opened.map(({ target }) => target.waitingFor?.()).find((what) => what !== undefined),
  });
  const stop = stopper(timeout, given.timeout, round?.signal);
  try {
    opened = await openTargets(chosen, {
      seed: plan.seed,
      config: given.config,
      names: Object.keys(config?.targets ?? {}),
      signal: stop.signal,
      patience: plan.patience,
      tell: given.quiet ? undefined : tell,
    });
    for (const fault of opened.flatMap(({ target }) => unknownClaims(target)))
      tell(hidden.text(plain(fault, 500)));
    const footer = await runCases({
      ...plan,
      targets: opened,
      first: round && new Set(round.first),
      specs: specVersions(),
      tool: packageInfo(),
      trace: given.trace ? (step) => reports.trace({ ...step, text: hidden.text(step.text) }) : undefined,
      signal: stop.signal,
      interrupted: stop.interrupted,
      resume: recorded?.header && earlier(recorded, recorded.header, reports),
      line(line) {
        round?.heard(line);
        reports.line(hidden.line(line));
      },
    });
    const unwritten = reports.end();
    for (const fault of unwritten) tell(fault);
    const exit = unwritten.length > 0 ? footer.exit || EXIT.incomplete : footer.exit;
    return { exit, interrupted: stop.interrupted() };
  } catch (error) {
    if (error instanceof CannotResume) throw new UsageError(`--resume: ${error.message}`);
    throw hidden.error(error);
  } finally {
    stop.timeless();
    await Promise.all(opened.map(({ target }) => target.close()));
    stop.heedless();
  }
}

const specVersions = (): SpecVersion[] =>
  protocols.map(({ spec: { protocol, title, version, sha256 } }) => {
    const kills = killsOf(protocol);
    const rated = kills ? { mutants: { killed: kills.killed, of: kills.mutants } } : {};
    return { protocol, title, version, sha256, ...rated };
  });
