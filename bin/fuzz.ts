import { existsSync, rmSync } from 'node:fs';
import type { Argv } from 'yargs';
import { EXIT } from '../exit.js';
import { structures } from '../reference/structures.js';
import { counterexampleText, fuzzSummary } from '../reports/fuzz.js';
import { CannotOpen, fileOutput } from '../reports/output.js';
import { asQuestion, readQuestion } from '../runners/fuzz/corpus.js';
import { compareAnswers } from '../runners/fuzz/oracle.js';
import type { Request } from '../suites/codec.js';
import { parseJsonFrom } from '../vectors/schema.js';
import { asUsage, type GivenBy, UsageError } from './command.js';
import { CONFIG_NAME } from './config.js';
import { readDuration } from './duration.js';
import { fuzzPeer, isLive } from './fuzz_live.js';
import { withModelOptions } from './fuzz_models.js';
import { search, shownOf } from './fuzz_search.js';
import { type Fuzzed, openFuzz } from './fuzz_target.js';
import { readWhole } from './integer_option.js';
import { interruptible } from './interruptible.js';
import { flag, number, quietOption, string, strings } from './options.js';
import { print } from './output.js';
import { withTargetOptions } from './target_options.js';

type Options = GivenBy<typeof options>;

const TIME = '30s';

export const options = (yargs: Argv) =>
  withModelOptions(withTargetOptions(yargs))
    .option('target', string('codecs (exec:COMMAND), or a live peer that models are put to'))
    .option('against', {
      ...string('the codecs that give the expected answers: exec:COMMAND or reference'),
      default: 'reference',
    })
    .option('only', strings('globs on PROTOCOL/STRUCTURE (repeatable)'))
    .option('time', string(`how long to search, such as 30s or 10m; default ${TIME}`))
    .option('runs', number('stop after this many inputs'))
    .option('seed', number('the same seed draws the same inputs'))
    .option(
      'corpus',
      string('folder of inputs to start from; inputs that reach something new are added to it'),
    )
    .option('promote', string('append each counterexample to this file, as a draft record for a recipe'))
    .option('replay', string('run this one input: JSON, or a file that holds it'))
    .option('most', { ...number('stop after this many different disagreements'), default: 10 })
    .option('config', string(`config with named targets; default ${CONFIG_NAME}`))
    .option('json', flag('print data instead of text'))
    .option('quiet', quietOption)
    .example('$0 fuzz --target "exec:./my-adapter" --time 30s', 'compare an adapter with the reference')
    .example('$0 fuzz --target "exec:./a" --against "exec:./b"', 'compare two adapters with each other')
    .epilogue(
      'Inputs are edited vectors, sequences of calls to decoders with state, and answers of one operation fed to another. ' +
        'A live peer gets histories of commands, and a model gives the required answers. Each disagreement is shrunk and reported once; ' +
        'of a live peer only one that fails when it is asked again, and each takes a minute at most after the end of --time. ' +
        'Exit code 1: a disagreement was found. 3: nothing could be compared.',
    );

export async function run(given: Options): Promise<number> {
  const { target } = given;
  if (target === undefined) throw new UsageError('--target is missing: write --target exec:COMMAND');
  const limits = {
    time: readDuration('time', given.time ?? TIME),
    runs: given.runs === undefined ? Number.POSITIVE_INFINITY : readWhole('runs', given.runs, 1),
    most: readWhole('most', given.most, 1),
    seed: given.seed === undefined ? Date.now() % 2 ** 31 : readWhole('seed', given.seed, 0),
  };
  if (given.promote !== undefined) expectAppendable(given.promote);
  if (isLive(target, given)) return fuzzPeer({ ...given, target }, limits);
  const replay = given.replay === undefined ? undefined : readReplay(given.replay);
  const stop = interruptible();
  try {
    const fuzzed = await openFuzz({ ...given, target }, stop.signal);
    try {
      if (replay) return await replayInput(fuzzed, replay, given.json);
      const { exit, report } = await search(fuzzed, { ...given, ...limits, signal: stop.signal });
      await print(given.json ? `${JSON.stringify(report, null, 2)}\n` : fuzzSummary(report));
      return stop.signal.aborted ? EXIT.interrupted : exit;
    } finally {
      await fuzzed.close();
    }
  } finally {
    stop.done();
  }
}

/** Checks before the search that the file of drafts can be written. */
function expectAppendable(path: string): void {
  const isThere = existsSync(path);
  asUsage(CannotOpen, () => fileOutput(path), '--promote').close();
  if (!isThere) rmSync(path, { force: true });
}

const readReplay = (text: string): Request =>
  text.trimStart().startsWith('{')
    ? asQuestion('--replay', parseJsonFrom('--replay', text))
    : readQuestion(text);

/** Runs one input again, as a counterexample printed it. */
async function replayInput(fuzzed: Fuzzed, question: Request, json: boolean): Promise<number> {
  const expected = await fuzzed.expected(question);
  const received = await fuzzed.side(question);
  const judged = compareAnswers(question, structures.get(question.structure), expected, received);
  const name = `${question.structure} ${question.op}`;
  if (typeof judged === 'string') {
    await print(json ? `${JSON.stringify({ judged, expected, received })}\n` : `${name}: ${judged}\n`);
    return judged === 'agree' ? EXIT.green : EXIT.incomplete;
  }
  const from = { ...question, from: '--replay' };
  const shown = shownOf(fuzzed, { ...judged, question: from, shrunk: 0 });
  await print(json ? `${JSON.stringify(shown, null, 2)}\n` : counterexampleText(shown, 1));
  return EXIT.failed;
}
