import { resolve } from 'node:path';
import type { Argv } from 'yargs';
import { renderStream } from '../reports/render.js';
import { type StreamEnd, StreamError } from '../reports/stream_read.js';
import { UsageError } from './command.js';
import { tell } from './output.js';
import { openReports, reportKinds } from './reporters.js';

const ACTIONS = ['render'] as const;
const INCOMPLETE = 3;

interface Options {
  readonly action: (typeof ACTIONS)[number];
  readonly from: string;
  readonly report: string[] | undefined;
}

export const options = (yargs: Argv): Argv<Options> =>
  yargs
    .positional('action', { choices: ACTIONS, demandOption: true, describe: 'draw a recorded run' })
    .option('from', {
      type: 'string',
      requiresArg: true,
      demandOption: true,
      describe: 'what --report jsonl=FILE has recorded',
    })
    .option('report', {
      type: 'string',
      array: true,
      requiresArg: true,
      describe: `KIND[=PATH], repeatable: ${reportKinds.join(', ')}; without any, console`,
    })
    .example('$0 report render --from run.jsonl', 'read it again')
    .example('$0 report render --from run.jsonl --report junit=run.xml', 'for a CI system')
    .epilogue('Exit as the run did; 3 when the recording does not reach its end.');

export async function run({ from, report = [] }: Options): Promise<number> {
  for (const text of report) {
    const path = text.slice(text.indexOf('=') + 1);
    if (resolve(path) === resolve(from))
      throw new UsageError(`--report ${text} would overwrite what it is drawn from`);
  }
  const reports = openReports(report, { quiet: true });
  const { complete, footer, reason } = rendered(from, reports.line);
  const unwritten = reports.end();
  for (const fault of unwritten) tell(fault);
  if (!complete) tell(`${from} is incomplete: ${reason}`);
  const exit = complete && footer ? footer.exit : INCOMPLETE;
  return unwritten.length > 0 ? exit || INCOMPLETE : exit;
}

function rendered(from: string, take: Parameters<typeof renderStream>[1]): StreamEnd {
  try {
    return renderStream(from, take);
  } catch (error) {
    if (error instanceof StreamError) throw new UsageError(`--from: ${error.message}`);
    throw error;
  }
}
