import type { Argv } from 'yargs';
import { reporters } from '../reports/registry.js';
import { targetForms } from '../runners/targets.js';
import type { Level } from '../suites/model.js';
import { CONFIG_NAME } from './config.js';
import { globOptions } from './globs.js';
import { withTargetOptions } from './target_options.js';

const LEVELS = ['must', 'should', 'may'] as const;
const PROFILES = ['full', 'production'] as const;

export interface Options {
  target: string[] | undefined;
  only: string[] | undefined;
  skip: string[] | undefined;
  level: Level | undefined;
  config: string | undefined;
  profile: (typeof PROFILES)[number] | undefined;
  report: string[] | undefined;
  against: string | undefined;
  quiet: boolean;
  resume: string | undefined;
  seed: number | undefined;
  jobs: number;
  repeat: number | undefined;
  failed: string | undefined;
  from: string | undefined;
  shard: string | undefined;
  timeout: string | undefined;
  bail: string | undefined;
  waivers: string | undefined;
  requirements: string[] | undefined;
  fast: boolean;
  patience: string | undefined;
  trace: boolean;
  watch: string[] | undefined;
}

export const options = (yargs: Argv): Argv<Options> =>
  withTargetOptions(
    withDebugging(globOptions(yargs))
      .option('target', {
        type: 'string',
        array: true,
        requiresArg: true,
        describe: 'what to test (repeatable): as below, or by its name in the config',
      })
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
        describe: `KIND[=PATH], repeatable: ${Object.keys(reporters).join(', ')}; without any, console`,
      })
      .option('against', {
        type: 'string',
        requiresArg: true,
        describe: 'an earlier recording: markdown shows what changed alone',
      })
      .option('quiet', { type: 'boolean', default: false, describe: 'no progress on stderr' })
      .option('resume', {
        type: 'string',
        requiresArg: true,
        describe: 'go on with what --report jsonl=FILE has recorded: same target, same cases',
      })
      .option('seed', {
        requiresArg: true,
        type: 'number',
        describe: 'order and randomness; told in the report',
      })
      .option('jobs', { requiresArg: true, type: 'number', default: 24, describe: 'how many cases at once' })
      .option('repeat', { requiresArg: true, type: 'number', describe: 'how often; once when absent' })
      .option('from', {
        type: 'string',
        requiresArg: true,
        describe: 'the recording that verdict:VERDICT in --only and --skip is about',
      })
      .option('failed', {
        type: 'string',
        requiresArg: true,
        describe: 'only what failed in this recording',
      })
      .option('shard', { requiresArg: true, type: 'string', describe: 'I/N: only this part' })
      .option('timeout', { requiresArg: true, type: 'string', describe: 'of the whole run, such as 5m' })
      .option('config', {
        type: 'string',
        requiresArg: true,
        describe: `targets by name, waivers, reports, level; ${CONFIG_NAME} here when absent`,
      })
      .option('waivers', { type: 'string', requiresArg: true, describe: 'a file of known fails' })
      .option('requirements', {
        type: 'string',
        array: true,
        requiresArg: true,
        describe: 'gate on this frozen set alone (repeatable): list sets shows them',
      })
      // As text: yargs reads a bare one as no number.
      .option('bail', { type: 'string', describe: 'stop after so many fails that gate, or at the first' })
      .option('fast', { type: 'boolean', default: false, describe: 'leave out waits over 20 s' }),
  )
    .example('$0 run', 'the codecs of the embedded references, or all targets of the config')
    .example('$0 run --target reference --fast', 'with their peers, but without the waits over 20 s')
    .example("$0 run --target 'exec:python3 adapter.py'", 'an adapter of codecs, in any language')
    .example('$0 run --only tag:boundary --skip level:may', 'by tag and by level')
    .example('$0 run --failed run.jsonl', 'what failed in that recording, again')
    .example("$0 run --target 'exec:python3 adapter.py' --watch .", 'again at each change; a, f, p, q')
    .example('$0 run --resume run.jsonl', 'what a run that was cut off had not asked yet')
    .epilogue(`Targets:\n${targetForms.map(([form, what]) => `  ${form.padEnd(24)} ${what}`).join('\n')}`);

/** For who works on the target. */
const withDebugging = <T>(yargs: Argv<T>) =>
  yargs
    .option('patience', {
      type: 'string',
      requiresArg: true,
      describe: 'wait so many times as long for answers; off: without end, for a breakpoint',
    })
    .option('trace', {
      type: 'boolean',
      default: false,
      describe: 'show each step on stderr as it happens, redacted',
    })
    .option('watch', {
      type: 'string',
      array: true,
      requiresArg: true,
      describe: 'ask again when this file or folder changes (repeatable), last failures first; a key quits',
    });
