import type { Argv } from 'yargs';
import { reporters } from '../reports/registry.js';
import { targetForms } from '../runners/targets.js';
import { LEVELS } from '../suites/levelled.js';
import type { GivenBy } from './command.js';
import { CONFIG_NAME } from './config.js';
import { globOptions } from './globs.js';
import { againstOption, flag, number, quietOption, reportsOf, string, strings } from './options.js';
import { withTargetOptions } from './target_options.js';

const PROFILES = ['full', 'production'] as const;

export type Options = GivenBy<typeof options>;

export const options = (yargs: Argv) =>
  withTargetOptions(
    withDebugging(globOptions(yargs))
      .option(
        'target',
        strings(
          'what to test (repeatable): a target such as https://HOST or exec:COMMAND, or its name in the config',
        ),
      )
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
      .option('report', reportsOf(reporters))
      .option('against', againstOption)
      .option('quiet', quietOption)
      .option('resume', string('continue the interrupted run of this recording: same target, same cases'))
      .option('seed', number('seed of the order and of random values; the report shows it'))
      .option('jobs', { ...number('cases to run at once'), default: 24 })
      .option('repeat', number('rounds of each case; default 1'))
      .option('from', string('the recording from which verdict:VERDICT in --only and --skip reads verdicts'))
      .option('failed', string('run only the cases that failed in this recording'))
      .option('shard', string('I/N: run only part I of N'))
      .option('timeout', string('limit of the run, such as 5m'))
      .option('config', string(`config with named targets, waivers, reports, level; default ${CONFIG_NAME}`))
      .option('waivers', string('a file of accepted failures'))
      .option(
        'requirements',
        strings('gate only on this frozen set (repeatable); conform list sets shows the sets'),
      )
      // A string, because yargs reads --bail without a value as NaN when it is a number.
      .option('bail', { type: 'string', describe: 'stop after this many gating failures; default 1' })
      .option('fast', flag('skip cases that wait over 20 s')),
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
    .option('patience', string('wait this many times as long for answers; off: no deadlines, for a debugger'))
    .option('trace', flag('show each step on stderr as it happens, with secrets redacted'))
    .option(
      'watch',
      strings('run again when this file or folder changes (repeatable), last failures first; q quits'),
    );
