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
        describe:
          'what to test (repeatable): a target such as https://HOST or exec:COMMAND, or its name in the config',
      })
      .option('level', {
        requiresArg: true,
        choices: LEVELS,
        describe: 'the weakest level that gates; default must',
      })
      .option('profile', {
        requiresArg: true,
        choices: PROFILES,
        describe: 'production leaves out floods and other cases that could disturb users of the target',
      })
      .option('report', {
        type: 'string',
        array: true,
        requiresArg: true,
        describe: `KIND[=PATH] (repeatable): ${Object.keys(reporters).join(', ')}; default console`,
      })
      .option('against', {
        type: 'string',
        requiresArg: true,
        describe: 'an earlier recording: markdown then shows only what changed',
      })
      .option('quiet', { type: 'boolean', default: false, describe: 'no progress on stderr' })
      .option('resume', {
        type: 'string',
        requiresArg: true,
        describe: 'continue the interrupted run of this recording: same target, same cases',
      })
      .option('seed', {
        requiresArg: true,
        type: 'number',
        describe: 'seed of the order and of random values; the report shows it',
      })
      .option('jobs', { requiresArg: true, type: 'number', default: 24, describe: 'cases to run at once' })
      .option('repeat', { requiresArg: true, type: 'number', describe: 'rounds of each case; default 1' })
      .option('from', {
        type: 'string',
        requiresArg: true,
        describe: 'the recording from which verdict:VERDICT in --only and --skip reads verdicts',
      })
      .option('failed', {
        type: 'string',
        requiresArg: true,
        describe: 'run only the cases that failed in this recording',
      })
      .option('shard', { requiresArg: true, type: 'string', describe: 'I/N: run only part I of N' })
      .option('timeout', { requiresArg: true, type: 'string', describe: 'limit of the run, such as 5m' })
      .option('config', {
        type: 'string',
        requiresArg: true,
        describe: `config with named targets, waivers, reports, level; default ${CONFIG_NAME}`,
      })
      .option('waivers', { type: 'string', requiresArg: true, describe: 'a file of accepted failures' })
      .option('requirements', {
        type: 'string',
        array: true,
        requiresArg: true,
        describe: 'gate only on this frozen set (repeatable); conform list sets shows the sets',
      })
      // A string, because yargs reads --bail without a value as NaN when it is a number.
      .option('bail', { type: 'string', describe: 'stop after this many gating failures; default 1' })
      .option('fast', { type: 'boolean', default: false, describe: 'skip cases that wait over 20 s' }),
  )
    .example('$0 run', 'test all targets of the config, or the built-in codecs without one')
    .example('$0 run --target reference --fast', 'test the built-in peers too, without waits over 20 s')
    .example("$0 run --target 'exec:python3 adapter.py'", 'test a codec adapter, in any language')
    .example('$0 run --only tag:boundary --skip level:may', 'select by tag and by level')
    .example('$0 run --failed run.jsonl', 'run the failed cases of a recording again')
    .example("$0 run --target 'exec:python3 adapter.py' --watch .", 'run again after each change')
    .example('$0 run --resume run.jsonl', 'run the cases that an interrupted run did not reach')
    .epilogue(`Targets:\n${targetForms.map(([form, what]) => `  ${form.padEnd(24)} ${what}`).join('\n')}`);

/** Options for a developer of the target. */
const withDebugging = <T>(yargs: Argv<T>) =>
  yargs
    .option('patience', {
      type: 'string',
      requiresArg: true,
      describe: 'wait this many times as long for answers; off: no deadlines, for a debugger',
    })
    .option('trace', {
      type: 'boolean',
      default: false,
      describe: 'show each step on stderr as it happens, with secrets redacted',
    })
    .option('watch', {
      type: 'string',
      array: true,
      requiresArg: true,
      describe: 'run again when this file or folder changes (repeatable), last failures first; q quits',
    });
