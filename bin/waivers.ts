import { existsSync, writeFileSync } from 'node:fs';
import type { Argv } from 'yargs';
import { EXIT } from '../exit.js';
import { counted } from '../reports/duration.js';
import { readStream, StreamError } from '../reports/stream_read.js';
import { neededWaivers } from '../runners/needed_waivers.js';
import { selectorOf } from '../runners/plan.js';
import { recorded } from '../runners/recorded_waivers.js';
import type { Waiver } from '../runners/waivers.js';
import type { Result } from '../suites/model.js';
import { casesOf } from '../suites/registry.js';
import { withItems, withoutItems } from '../vectors/jsonc.js';
import { type GivenBy, UsageError } from './command.js';
import { readConfig } from './config.js';
import { string, strings } from './options.js';
import { print, tell } from './output.js';
import { readExpiry, readWaivers, textOfWaivers } from './waivers_file.js';

const ACTIONS = ['record', 'prune'] as const;
const FILE = 'waivers.json';

type Options = GivenBy<typeof options>;

export const options = (yargs: Argv) =>
  yargs
    .positional('action', {
      choices: ACTIONS,
      demandOption: true,
      describe: 'record: write a waiver for each failure; prune: drop waivers that are no longer needed',
    })
    .option('from', { ...string('a recording, written by --report jsonl=FILE'), demandOption: true })
    .option('file', string(`the waivers file; default: that of the config, or ${FILE}`))
    .option('config', string('the config that names the waivers file'))
    .option('only', strings('record: globs on ids (repeatable)'))
    .option('reason', string('record: why the failures are accepted'))
    .option('issue', string('record: the URL of the issue that tracks them'))
    .option('expires', string('record: the last day on which the waivers are valid, as YYYY-MM-DD'))
    .example(
      '$0 waivers record --from run.jsonl --reason "no limit yet" --issue https://example.com/7 --expires 2027-01-31',
      'write a waiver for each gating failure, with the failed check',
    )
    .example(
      '$0 waivers prune --from run.jsonl',
      'drop waivers whose cases pass, and waivers that match no case',
    )
    .epilogue(
      'From a recording made with --repeat, a case that fails in some rounds gets a flaky waiver with its measured rate.',
    );

export async function run(given: Options): Promise<number> {
  const file = given.file ?? readConfig(given.config)?.waivers ?? FILE;
  return given.action === 'record' ? record(given, file) : prune(given, file);
}

async function record(given: Options, file: string): Promise<number> {
  const { reason, issue, expires, only = [] } = given;
  if (reason === undefined || reason.trim() === '')
    throw new UsageError('--reason is missing: say why the failures are accepted, --reason TEXT');
  if (issue === undefined || issue.trim() === '')
    throw new UsageError('--issue is missing: say where they are followed up, --issue URL');
  if (expires === undefined)
    throw new UsageError('--expires is missing: name the last day of the waivers, --expires YYYY-MM-DD');
  const until = readExpiry(expires);
  const results = resultsIn(given.from, 'any');
  const isWanted = selectorOf({ only });
  const { waivers, unmeasured } = recorded(
    results.filter(({ id }) => isWanted(id)),
    { reason, issue, expires: until },
  );
  for (const id of unmeasured)
    tell(`${id} is unsteady: record it from a run with --repeat 20, which measures its rate`);
  const written = existsSync(file) ? readWaivers(file, '--file') : [];
  const isWritten = ({ id, target }: Waiver): boolean =>
    written.some((one) => one.id === id && (one.target === undefined || one.target === target));
  const fresh = waivers.filter((one) => !isWritten(one));
  for (const { id } of waivers.filter(isWritten)) tell(`${id} already has a waiver, which is kept as it is`);
  if (fresh.length > 0)
    writeFileSync(file, withItems(existsSync(file) ? textOfWaivers(file) : '[]\n', fresh));
  await print(
    `${file}: ${counted(fresh.length, 'waiver')} written\n${fresh.map(({ id, expect }) => `  ${expect.padEnd(5)} ${id}\n`).join('')}`,
  );
  return unmeasured.length > 0 ? EXIT.incomplete : EXIT.green;
}

async function prune(given: Options, file: string): Promise<number> {
  for (const name of ['only', 'reason', 'issue', 'expires'] as const)
    if (given[name] !== undefined) throw new UsageError(`--${name}: only waivers record takes it: remove it`);
  const waivers = readWaivers(file, '--file');
  const results = resultsIn(given.from, 'complete');
  const judged = neededWaivers(
    waivers,
    results,
    casesOf().map(({ id }) => id),
  );
  const dropped = judged.filter(({ needed }) => !needed);
  if (dropped.length > 0)
    writeFileSync(
      file,
      withoutItems(textOfWaivers(file), (at) => judged[at]?.needed === false),
    );
  const told = judged.filter(({ why }) => why !== undefined);
  await print(
    `${file}: ${counted(dropped.length, 'waiver')} dropped, ${judged.length - dropped.length} kept\n${told
      .map(({ waiver, needed, why }) => `  ${needed ? 'kept   ' : 'dropped'} ${waiver.id}: ${why}\n`)
      .join('')}`,
  );
  return EXIT.green;
}

function resultsIn(path: string, wanted: 'any' | 'complete'): Result[] {
  const results: Result[] = [];
  try {
    const { complete, reason } = readStream(path, (line) => {
      if (line.kind === 'result') results.push(line);
    });
    if (!complete && wanted === 'complete')
      throw new UsageError(
        `--from: ${path} is incomplete, so it does not say what passes (${reason}): end it with conform run --resume ${path}`,
      );
    return results;
  } catch (error) {
    if (error instanceof StreamError) throw new UsageError(`--from: ${error.message}`);
    throw error;
  }
}
