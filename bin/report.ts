import { resolve } from 'node:path';
import type { Argv } from 'yargs';
import { EXIT } from '../exit.js';
import { wantsColor } from '../reports/color.js';
import { compareStreams, comparisonText } from '../reports/compare.js';
import { CannotMerge, mergeShards } from '../reports/merge.js';
import { renderStream } from '../reports/render.js';
import { StreamError } from '../reports/stream_read.js';
import type { Line } from '../suites/model.js';
import { UsageError } from './command.js';
import { print, tell } from './output.js';
import { openReports, reportKinds } from './reporters.js';

const ACTIONS = ['render', 'merge', 'compare'] as const;

interface Options {
  readonly action: (typeof ACTIONS)[number];
  readonly from: string[];
  readonly report: string[] | undefined;
  readonly against: string | undefined;
}

export const options = (yargs: Argv): Argv<Options> =>
  yargs
    .positional('action', {
      choices: ACTIONS,
      demandOption: true,
      describe: 'draw a recorded run, or its shards as one',
    })
    .option('from', {
      type: 'string',
      array: true,
      requiresArg: true,
      demandOption: true,
      describe: 'what --report jsonl=FILE has recorded (repeatable: the shards, or before and after)',
    })
    .option('report', {
      type: 'string',
      array: true,
      requiresArg: true,
      describe: `KIND[=PATH], repeatable: ${reportKinds.join(', ')}; without any, console`,
    })
    .option('against', {
      type: 'string',
      requiresArg: true,
      describe: 'an earlier recording: markdown shows what changed alone',
    })
    .example('$0 report render --from run.jsonl', 'read it again')
    .example('$0 report render --from run.jsonl --report junit=run.xml', 'for a CI system')
    .example('$0 report merge --from 1.jsonl --from 2.jsonl --report jsonl=all.jsonl', 'shards as one run')
    .example('$0 report compare --from before.jsonl --from after.jsonl', 'exit 1 when something is worse')
    .epilogue('Exit as the run did; 3 when a recording does not reach its end, or a shard is missing.');

export async function run({ action, from, report = [], against }: Options): Promise<number> {
  for (const text of report) {
    const path = text.slice(text.indexOf('=') + 1);
    if (from.some((one) => resolve(one) === resolve(path)))
      throw new UsageError(`--report ${text} would overwrite what it is drawn from`);
  }
  if (action === 'compare') return compare(from, report);
  const [first = '', second] = from;
  if (action === 'render' && second !== undefined)
    throw new UsageError('render draws one recording: conform report merge takes the shards of a run');
  const reports = openReports(report, { quiet: true, against });
  const exit = drawn(() => (action === 'merge' ? merge(from, reports.line) : render(first, reports.line)));
  const unwritten = reports.end();
  for (const fault of unwritten) tell(fault);
  return unwritten.length > 0 ? exit || EXIT.incomplete : exit;
}

async function compare(from: readonly string[], report: readonly string[]): Promise<number> {
  const [before, after, more] = from;
  if (before === undefined || after === undefined || more !== undefined)
    throw new UsageError('compare takes two recordings: --from BEFORE --from AFTER');
  if (report.length > 0) throw new UsageError('compare prints what changed, and takes no --report');
  const comparison = drawn(() => compareStreams(before, after));
  await print(
    comparisonText(comparison, wantsColor({ env: process.env, terminal: process.stdout.isTTY === true })),
  );
  return comparison.worse.length > 0
    ? EXIT.failed
    : comparison.incomplete.length > 0
      ? EXIT.incomplete
      : EXIT.green;
}

type Take = (line: Line) => void;

const merge = (from: readonly string[], take: Take): number => mergeShards(from, take).exit;

function render(from: string, take: Take): number {
  const { complete, footer, reason } = renderStream(from, take);
  if (complete && footer) return footer.exit;
  tell(`${from} is incomplete: ${reason}`);
  return EXIT.incomplete;
}

function drawn<T>(draw: () => T): T {
  try {
    return draw();
  } catch (error) {
    if (error instanceof StreamError || error instanceof CannotMerge)
      throw new UsageError(`--from: ${error.message}`);
    throw error;
  }
}
