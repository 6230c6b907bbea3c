import type { Argv } from 'yargs';
import { packageInfo } from '../package.js';
import { plain } from '../reports/escape.js';
import { CannotResume } from '../runners/resume.js';
import { run as runCases } from '../runners/run.js';
import { targetForms } from '../runners/targets.js';
import type { Level } from '../suites/model.js';
import { protocols } from '../suites/protocols.js';
import { casesOf } from '../suites/registry.js';
import { unknownClaims } from './claims.js';
import { UsageError } from './command.js';
import { CONFIG_NAME, readConfig, type TargetSettings } from './config.js';
import { readDuration } from './duration.js';
import { tell } from './output.js';
import { openReports, reportKinds } from './reporters.js';
import { earlier, readRecorded } from './resume.js';
import { readShard } from './shard.js';
import { chooseTargets, type Opened, openTargets, referenceFor } from './targets.js';
import { unmatched } from './unmatched.js';
import { readWaivers } from './waivers.js';
import { readWhole } from './whole.js';

const LEVELS = ['must', 'should', 'may'] as const;
const PROFILES = ['full', 'production'] as const;

interface Options {
  target: string[] | undefined;
  only: string[] | undefined;
  skip: string[] | undefined;
  level: Level | undefined;
  config: string | undefined;
  profile: (typeof PROFILES)[number] | undefined;
  report: string[] | undefined;
  quiet: boolean;
  resume: string | undefined;
  seed: number | undefined;
  jobs: number;
  repeat: number;
  shard: string | undefined;
  timeout: string | undefined;
  bail: string | undefined;
  waivers: string | undefined;
  fast: boolean;
  secret: string | undefined;
  relay: string[] | undefined;
  upstream: number | undefined;
  ca: string | undefined;
  openapi: string | undefined;
  messages: string | undefined;
  peerTokenCommand: string | undefined;
}

const FAST = 20_000;
const INCOMPLETE = 3;

export const options = (yargs: Argv): Argv<Options> =>
  yargs
    .option('target', {
      type: 'string',
      array: true,
      requiresArg: true,
      describe: 'what to test (repeatable): as below, or by its name in the config',
    })
    .option('only', { type: 'string', array: true, requiresArg: true, describe: 'globs on ids (repeatable)' })
    .option('skip', { type: 'string', array: true, requiresArg: true, describe: 'globs on ids (repeatable)' })
    .option('level', {
      requiresArg: true,
      choices: LEVELS,
      describe: 'the weakest level that gates; must when absent',
    })
    .option('profile', {
      requiresArg: true,
      choices: PROFILES,
      describe: 'production leaves out what would hurt somebody',
    })
    .option('report', {
      type: 'string',
      array: true,
      requiresArg: true,
      describe: `KIND[=PATH], repeatable: ${reportKinds.join(', ')}; without any, console`,
    })
    .option('quiet', { type: 'boolean', default: false, describe: 'no progress on stderr' })
    .option('resume', {
      type: 'string',
      requiresArg: true,
      describe: 'go on with what --report jsonl=FILE has recorded, in that file',
    })
    .option('seed', {
      requiresArg: true,
      type: 'number',
      describe: 'order and randomness; told in the report',
    })
    .option('jobs', { requiresArg: true, type: 'number', default: 24, describe: 'how many cases at once' })
    .option('repeat', { requiresArg: true, type: 'number', default: 1, describe: 'how often' })
    .option('shard', { requiresArg: true, type: 'string', describe: 'I/N: only this part' })
    .option('timeout', { requiresArg: true, type: 'string', describe: 'of the whole run, such as 5m' })
    .option('config', {
      type: 'string',
      requiresArg: true,
      describe: `targets by name, waivers, reports, level; ${CONFIG_NAME} here when absent`,
    })
    .option('waivers', { type: 'string', requiresArg: true, describe: 'a file of known fails' })
    // As text: yargs reads a bare one as no number.
    .option('bail', { type: 'string', describe: 'stop after so many fails that gate, or at the first' })
    .option('fast', { type: 'boolean', default: false, describe: 'leave out waits over 20 s' })
    .option('secret', {
      requiresArg: true,
      type: 'string',
      describe: 'signing secret of a broker: text, env:NAME or file:PATH',
    })
    .option('relay', {
      type: 'string',
      array: true,
      requiresArg: true,
      describe: 'where an openhost daemon publishes (repeatable)',
    })
    .option('upstream', {
      requiresArg: true,
      type: 'number',
      describe: 'port that an openhost daemon forwards to: our service',
    })
    .option('ca', { requiresArg: true, type: 'string', describe: 'certificate file to trust' })
    .option('openapi', {
      requiresArg: true,
      type: 'string',
      describe: "a broker's own OpenAPI description, file or URL",
    })
    .option('messages', {
      requiresArg: true,
      type: 'string',
      describe: "a broker's own message schema, file or URL",
    })
    .option('peerTokenCommand', {
      requiresArg: true,
      alias: 'peer-token-command',
      type: 'string',
      describe: 'prints a peer token for {session} and {stream}',
    })
    .example('$0 run', 'the codecs of the embedded references, or all targets of the config')
    .example('$0 run --target reference --fast', 'with their peers, but without the waits over 20 s')
    .example("$0 run --only 'punch/token/**' --target 'exec:python3 adapter.py'", 'an adapter')
    .example('$0 run --resume run.jsonl', 'what a run that was cut off had not asked yet')
    .example('$0 run --target https://punch.example --secret env:SECRET', 'a live broker')
    .epilogue(`Targets:\n${targetForms.map(([form, what]) => `  ${form.padEnd(24)} ${what}`).join('\n')}`);

export async function run(given: Options): Promise<number> {
  const { profile } = given;
  const [jobs, repeat] = [readWhole('jobs', given.jobs, 1), readWhole('repeat', given.repeat, 1)];
  const bail = given.bail === undefined ? undefined : readWhole('bail', given.bail || '1', 1);
  const recorded = given.resume === undefined ? undefined : readRecorded(given.resume);
  const seed =
    given.seed === undefined
      ? (recorded?.header?.seed ?? Math.floor(Date.now() / 1000))
      : readWhole('seed', given.seed, 0);
  const shard = given.shard === undefined ? undefined : readShard(given.shard);
  const config = readConfig(given.config);
  const level = given.level ?? config?.level ?? 'must';
  const waiversFile = given.waivers ?? config?.waivers;
  const waivers = waiversFile === undefined ? [] : readWaivers(waiversFile);
  const cases = casesOf();
  const chosen = chooseTargets(given.target, config, settingsOf(given), () =>
    referenceFor(cases, given.only),
  );
  const ids = cases.map(({ id }) => id);
  for (const fault of [
    ...unmatched('--only', given.only ?? [], ids),
    ...unmatched('--skip', given.skip ?? [], ids),
  ]) {
    tell(fault);
  }
  const timeout = given.timeout === undefined ? undefined : readDuration('timeout', given.timeout);
  const reports = openReports(given.report ?? config?.reports ?? [], { quiet: given.quiet, recorded });
  const stop = new AbortController();
  let interrupted = false;
  const interrupt = () => {
    interrupted = true;
    stop.abort(new Error('interrupted by a signal'));
  };
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  const timer = setTimeout(
    () => stop.abort(new Error(`the run was not done after ${given.timeout}`)),
    timeout ?? 2 ** 31 - 1,
  );
  let opened: Opened[] = [];
  try {
    opened = await openTargets(chosen, {
      seed,
      config: given.config,
      names: Object.keys(config?.targets ?? {}),
      signal: stop.signal,
    });
    for (const fault of opened.flatMap(({ target }) => unknownClaims(target))) tell(plain(fault, 500));
    const footer = await runCases({
      cases,
      targets: opened,
      level,
      jobs,
      repeat,
      seed,
      ...(given.only ? { only: given.only } : {}),
      ...(given.skip ? { skip: given.skip } : {}),
      ...(shard ? { shard } : {}),
      ...(profile ? { profile } : {}),
      waivers,
      ...(bail === undefined ? {} : { bail }),
      ...(given.fast ? { longestWait: FAST } : {}),
      specs: protocols.map(({ spec: { protocol, title, version, sha256 } }) => ({
        protocol,
        title,
        version,
        sha256,
      })),
      tool: packageInfo(),
      signal: stop.signal,
      interrupted: () => interrupted,
      ...(recorded?.header ? { resume: earlier(recorded, recorded.header, reports) } : {}),
      line: reports.line,
    });
    const unwritten = reports.end();
    for (const fault of unwritten) tell(fault);
    return unwritten.length > 0 ? footer.exit || INCOMPLETE : footer.exit;
  } catch (error) {
    if (error instanceof CannotResume) throw new UsageError(`--resume: ${error.message}`);
    throw error;
  } finally {
    clearTimeout(timer);
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
    await Promise.all(opened.map(({ target }) => target.close()));
  }
}

/** What the command line says of targets, beside their names. */
const settingsOf = ({
  secret,
  ca,
  profile,
  relay,
  upstream,
  openapi,
  messages,
  peerTokenCommand,
}: Options): Omit<TargetSettings, 'target'> => ({
  ...(secret === undefined ? {} : { secret }),
  ...(relay === undefined ? {} : { relays: relay }),
  ...(upstream === undefined ? {} : { upstream: readWhole('upstream', upstream, 1) }),
  ...(ca === undefined ? {} : { ca }),
  ...(profile === undefined ? {} : { profile }),
  ...(openapi === undefined ? {} : { openapi }),
  ...(messages === undefined ? {} : { messages }),
  ...(peerTokenCommand === undefined ? {} : { peerTokenCommand }),
});
