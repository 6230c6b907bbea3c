import { existsSync, rmSync } from 'node:fs';
import type { Argv } from 'yargs';
import { EXIT } from '../exit.js';
import { structures } from '../reference/structures.js';
import { counterexampleText, fuzzSummary } from '../reports/fuzz.js';
import { CannotOpen, fileOutput } from '../reports/output.js';
import { asQuestion, readQuestion } from '../runners/fuzz/corpus.js';
import type { Question } from '../runners/fuzz/grammar.js';
import { judgeAnswers } from '../runners/fuzz/oracle.js';
import { parseJson } from '../vectors/schema.js';
import { UsageError } from './command.js';
import { CONFIG_NAME } from './config.js';
import { readDuration } from './duration.js';
import { fuzzPeer, isLive } from './fuzz_live.js';
import { type ModelOptions, withModelOptions } from './fuzz_models.js';
import { search, shownOf } from './fuzz_search.js';
import { type Fuzzed, openFuzz } from './fuzz_target.js';
import { readWhole } from './integer_option.js';
import { interruptible } from './interruptible.js';
import { print } from './output.js';
import { withTargetOptions } from './target_options.js';

interface Options extends ModelOptions {
  readonly target: string | undefined;
  readonly against: string;
  readonly only: string[] | undefined;
  readonly time: string | undefined;
  readonly runs: number | undefined;
  readonly seed: number | undefined;
  readonly corpus: string | undefined;
  readonly promote: string | undefined;
  readonly replay: string | undefined;
  readonly most: number;
  readonly config: string | undefined;
  readonly json: boolean;
  readonly quiet: boolean;
}

const TIME = '30s';

export const options = (yargs: Argv): Argv<Options> =>
  withModelOptions(withTargetOptions(yargs))
    .option('target', {
      type: 'string',
      requiresArg: true,
      describe: 'codecs (exec:COMMAND), or a live peer that models are put to',
    })
    .option('against', {
      type: 'string',
      requiresArg: true,
      default: 'reference',
      describe: 'the codecs that say what is expected: exec:COMMAND or reference',
    })
    .option('only', {
      type: 'string',
      array: true,
      requiresArg: true,
      describe: 'globs on PROTOCOL/STRUCTURE (repeatable)',
    })
    .option('time', {
      type: 'string',
      requiresArg: true,
      describe: `how long: 30s, 10m; ${TIME} when absent`,
    })
    .option('runs', { type: 'number', requiresArg: true, describe: 'how many inputs at the most' })
    .option('seed', {
      type: 'number',
      requiresArg: true,
      describe: 'a run with the same seed draws the same inputs',
    })
    .option('corpus', {
      type: 'string',
      requiresArg: true,
      describe: 'folder of inputs to begin with; those that reach something new are added',
    })
    .option('promote', {
      type: 'string',
      requiresArg: true,
      describe: 'append each counterexample to this file, as a drafted record for a recipe',
    })
    .option('replay', {
      type: 'string',
      requiresArg: true,
      describe: 'ask this one question: JSON, or a file of it',
    })
    .option('most', {
      type: 'number',
      requiresArg: true,
      default: 10,
      describe: 'stop after that many different disagreements',
    })
    .option('config', {
      type: 'string',
      requiresArg: true,
      describe: `targets by name; ${CONFIG_NAME} here when absent`,
    })
    .option('json', { type: 'boolean', default: false, describe: 'print data instead of text' })
    .option('quiet', { type: 'boolean', default: false, describe: 'no progress on stderr' })
    .example('$0 fuzz --target "exec:./my-adapter" --time 30s', 'an adapter beside the reference')
    .example('$0 fuzz --target "exec:./a" --against "exec:./b"', 'two adapters beside each other')
    .epilogue(
      'Inputs are vectors that are edited, histories of decoders with a state, and what one operation makes of the answer of ' +
        'another. A live peer is put histories of commands, and a model says what has to come of each. Each disagreement is made smaller and told once. Exit 1: there is one. 3: nothing could be compared.',
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
      if (replay) return await askAgain(fuzzed, replay, given.json);
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

/** A file of drafts that cannot be written is told before the search, not after it. */
function expectAppendable(path: string): void {
  const isThere = existsSync(path);
  try {
    fileOutput(path).close();
  } catch (error) {
    throw error instanceof CannotOpen ? new UsageError(`--promote: ${error.message}`) : error;
  }
  if (!isThere) rmSync(path, { force: true });
}

const readReplay = (text: string): Question =>
  text.trimStart().startsWith('{') ? asQuestion('--replay', parseJson('--replay', text)) : readQuestion(text);

/** One question, as a counterexample was told. */
async function askAgain(fuzzed: Fuzzed, question: Question, json: boolean): Promise<number> {
  const expected = await fuzzed.expected(question);
  const received = await fuzzed.side(question);
  const judged = judgeAnswers(question, structures.get(question.structure), expected, received);
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
