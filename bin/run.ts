import type { Argv } from 'yargs';
import { packageInfo } from '../package.js';
import { CannotResume } from '../runners/resume.js';
import { run as runCases } from '../runners/run.js';
import { openTarget, TargetFault, targetForms, targetSchemes } from '../runners/targets.js';
import type { Level, Target } from '../suites/model.js';
import { protocols } from '../suites/protocols.js';
import { casesOf } from '../suites/registry.js';
import { UsageError } from './command.js';
import { readDuration } from './duration.js';
import { tell } from './output.js';
import { openReports, reportKinds } from './reporters.js';
import { earlier, readRecorded } from './resume.js';
import { readSecret, readText } from './secret.js';
import { readShard } from './shard.js';
import { nearest } from './suggest.js';
import { unmatched } from './unmatched.js';
import { readWaivers } from './waivers.js';

const LEVELS = ['must', 'should', 'may'] as const;
const PROFILES = ['full', 'production'] as const;

interface Options {
  target: string[];
  only: string[] | undefined;
  skip: string[] | undefined;
  level: Level;
  profile: (typeof PROFILES)[number] | undefined;
  report: string[] | undefined;
  quiet: boolean;
  resume: string | undefined;
  seed: number | undefined;
  jobs: number;
  repeat: number;
  shard: string | undefined;
  timeout: string | undefined;
  bail: number | undefined;
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
      default: ['reference'],
      describe: 'what to test (repeatable)',
    })
    .option('only', { type: 'string', array: true, requiresArg: true, describe: 'globs on ids (repeatable)' })
    .option('skip', { type: 'string', array: true, requiresArg: true, describe: 'globs on ids (repeatable)' })
    .option('level', { choices: LEVELS, default: 'must' as Level, describe: 'the weakest level that gates' })
    .option('profile', { choices: PROFILES, describe: 'production leaves out what would hurt somebody' })
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
    .option('seed', { type: 'number', describe: 'order and randomness; told in the report' })
    .option('jobs', { type: 'number', default: 24, describe: 'how many cases at once' })
    .option('repeat', { type: 'number', default: 1, describe: 'how often' })
    .option('shard', { type: 'string', describe: 'I/N: only this part' })
    .option('timeout', { type: 'string', describe: 'of the whole run, such as 5m' })
    .option('waivers', { type: 'string', requiresArg: true, describe: 'a file of known fails' })
    .option('bail', { type: 'number', describe: 'stop after so many fails that gate' })
    .option('fast', { type: 'boolean', default: false, describe: 'leave out waits over 20 s' })
    .option('secret', { type: 'string', describe: 'signing secret of a broker: text, env:NAME or file:PATH' })
    .option('relay', {
      type: 'string',
      array: true,
      requiresArg: true,
      describe: 'where an openhost daemon publishes (repeatable)',
    })
    .option('upstream', { type: 'number', describe: 'port that an openhost daemon forwards to: our service' })
    .option('ca', { type: 'string', describe: 'certificate file to trust' })
    .option('openapi', { type: 'string', describe: "a broker's own OpenAPI description, file or URL" })
    .option('messages', { type: 'string', describe: "a broker's own message schema, file or URL" })
    .option('peerTokenCommand', {
      alias: 'peer-token-command',
      type: 'string',
      describe: 'prints a peer token for {session} and {stream}',
    })
    .example('$0 run', 'the embedded references')
    .example("$0 run --only 'punch/token/**' --target 'exec:python3 adapter.py'", 'an adapter')
    .example('$0 run --resume run.jsonl', 'what a run that was cut off had not asked yet')
    .example('$0 run --target https://punch.example --secret env:SECRET', 'a live broker')
    .epilogue(`Targets:\n${targetForms.map(([form, what]) => `  ${form.padEnd(20)} ${what}`).join('\n')}`);

export async function run(given: Options): Promise<number> {
  const { level, jobs, repeat, profile } = given;
  const recorded = given.resume === undefined ? undefined : readRecorded(given.resume);
  const seed = given.seed ?? recorded?.header?.seed ?? Math.floor(Date.now() / 1000);
  if (!(jobs >= 1 && repeat >= 1)) throw new UsageError('--jobs and --repeat want whole numbers from 1');
  const shard = given.shard === undefined ? undefined : readShard(given.shard);
  const waivers = given.waivers === undefined ? [] : readWaivers(given.waivers);
  const timeout = given.timeout === undefined ? undefined : readDuration('timeout', given.timeout);
  const reports = openReports(given.report ?? [], { quiet: given.quiet, recorded });
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
  const cases = casesOf();
  const ids = cases.map(({ id }) => id);
  for (const fault of [
    ...unmatched('--only', given.only ?? [], ids),
    ...unmatched('--skip', given.skip ?? [], ids),
  ]) {
    tell(fault);
  }
  let opened: Target[] = [];
  try {
    opened = await openAll(given, stop.signal);
    const footer = await runCases({
      cases,
      targets: opened.map((target) => ({
        target,
        rerun: `conform run --target ${quoted(target.name)} --seed ${seed}`,
      })),
      level,
      jobs,
      repeat,
      seed,
      ...(given.only ? { only: given.only } : {}),
      ...(given.skip ? { skip: given.skip } : {}),
      ...(shard ? { shard } : {}),
      ...(profile ? { profile } : {}),
      waivers,
      ...(given.bail === undefined ? {} : { bail: given.bail }),
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
    await Promise.all(opened.map((target) => target.close()));
  }
}

async function openAll(
  { target, secret, ca, profile, relay, upstream, ...more }: Options,
  signal: AbortSignal,
): Promise<Target[]> {
  const shared = {
    signal,
    ...(secret === undefined ? {} : { secret: Buffer.from(readSecret('secret', secret)) }),
    ...(relay === undefined ? {} : { relays: relay }),
    ...(upstream === undefined ? {} : { upstream }),
    ...(ca === undefined ? {} : { ca: readText('ca', ca) }),
    ...(profile === undefined ? {} : { profile }),
    ...(more.openapi === undefined ? {} : { openapi: more.openapi }),
    ...(more.messages === undefined ? {} : { messages: more.messages }),
    ...(more.peerTokenCommand === undefined ? {} : { peerTokenCommand: more.peerTokenCommand }),
  };
  const opened: Target[] = [];
  try {
    for (const text of target) opened.push(await openTarget(text, shared));
    return opened;
  } catch (error) {
    await Promise.all(opened.map((one) => one.close()));
    if (!(error instanceof TargetFault)) throw error;
    const typed = target[opened.length]?.split(':')[0] ?? '';
    const scheme = nearest(typed, targetSchemes);
    throw new UsageError(
      scheme === undefined || scheme === typed
        ? error.message
        : `${error.message} (did you mean "${scheme}"?)`,
    );
  }
}

const quoted = (text: string): string =>
  /^[\w:./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
