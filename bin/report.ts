import { resolve } from 'node:path';
import type { Argv } from 'yargs';
import { EXIT } from '../exit.js';
import { compareStreams, comparisonText } from '../reports/compare.js';
import { CannotMerge, mergeShards } from '../reports/merge.js';
import { reporters } from '../reports/registry.js';
import { renderStream } from '../reports/render.js';
import { readStream, StreamError } from '../reports/stream_read.js';
import type { Line } from '../suites/model.js';
import { type GivenBy, UsageError } from './command.js';
import { againstOption, reportsOf, string, strings } from './options.js';
import { colored, print, tell } from './output.js';
import { attest, verify } from './report/attest.js';
import { writeSite } from './report/site.js';
import { openReports } from './reporters.js';

const ACTIONS = ['render', 'merge', 'compare', 'site', 'attest', 'verify'] as const;

type Options = GivenBy<typeof options>;

export const options = (yargs: Argv) =>
  yargs
    .positional('action', {
      choices: ACTIONS,
      demandOption: true,
      describe:
        'render a recorded run; merge its shards into one; compare two runs; write a site of runs; attest (sign) a run; verify a signature',
    })
    .option('from', {
      ...strings('a recording, written by --report jsonl=FILE (repeatable: shards, or before and after)'),
      demandOption: true,
    })
    .option('report', reportsOf(reporters))
    .option('against', againstOption)
    .option('key', string('attest: the private key, as FILE or env:NAME; verify: the public key'))
    .option('subject', string('attest, verify: the tested file, or its digest as sha256:HEX'))
    .option('out', string('attest: the file to write, default stdout; site: the folder to write'))
    .option('attestation', string('verify: the file that attest wrote'))
    .example('$0 report render --from run.jsonl', 'show a recorded run')
    .example('$0 report render --from run.jsonl --report junit=run.xml', 'write JUnit XML for a CI system')
    .example(
      '$0 report render --from a.jsonl --from b.jsonl --report html=matrix.html',
      'show two runs side by side',
    )
    .example(
      '$0 report merge --from 1.jsonl --from 2.jsonl --report jsonl=all.jsonl',
      'merge shards into one run',
    )
    .example('$0 report site --from recordings/ --out public', 'write pages that show who conforms to what')
    .example(
      '$0 report compare --from before.jsonl --from after.jsonl',
      'exit with 1 when a result got worse',
    )
    .example(
      '$0 report attest --from run.jsonl --key conform.key --subject broker.tar --out run.intoto.json',
      'write a signed in-toto test result in a DSSE envelope',
    )
    .example(
      '$0 report verify --attestation run.intoto.json --from run.jsonl --key conform.key.pub --subject broker.tar',
      'exit with 1 for another key, subject or recording, or for a failed run',
    )
    .epilogue(
      'The exit code is that of the recorded run, or 3 when a recording is incomplete or a shard is missing.',
    );

export async function run(given: Options): Promise<number> {
  const { action, from, report = [], against } = given;
  if (action === 'attest' || action === 'verify') {
    for (const name of ['report', 'against'] as const)
      if (given[name] !== undefined)
        throw new UsageError(`--${name}: report ${action} does not take it: remove it`);
    return action === 'attest' ? attest(given) : verify(given);
  }
  for (const name of ['key', 'subject', 'attestation'] as const)
    if (given[name] !== undefined)
      throw new UsageError(`--${name}: only report attest and report verify take it: remove it`);
  if (action === 'site') {
    for (const name of ['report', 'against'] as const)
      if (given[name] !== undefined)
        throw new UsageError(`--${name}: report site does not take it: remove it`);
    await print(drawn(() => writeSite(from, given.out)));
    return EXIT.green;
  }
  if (given.out !== undefined)
    throw new UsageError(
      '--out: only report site and report attest take it: remove it, or name a file with --report KIND=FILE',
    );
  for (const text of report) {
    const path = text.slice(text.indexOf('=') + 1);
    if (from.some((one) => resolve(one) === resolve(path)))
      throw new UsageError(
        `--report ${text} would overwrite the recording that it is drawn from: name another file`,
      );
  }
  if (action === 'compare') return compare(from, report);
  if (action === 'render' && from.length > 1) mustTakeSeveral(report);
  const reports = openReports(report, { quiet: true, against });
  const exit = drawn(() => (action === 'merge' ? merge(from, reports.line) : renderAll(from, reports.line)));
  const unwritten = reports.end();
  for (const fault of unwritten) tell(fault);
  return unwritten.length > 0 ? exit || EXIT.incomplete : exit;
}

async function compare(from: readonly string[], report: readonly string[]): Promise<number> {
  const [before, after, more] = from;
  if (before === undefined || after === undefined || more !== undefined)
    throw new UsageError('report compare takes two recordings: --from BEFORE --from AFTER');
  if (report.length > 0)
    throw new UsageError('--report: report compare prints what changed and does not take it: remove it');
  const comparison = drawn(() => compareStreams(before, after));
  await print(comparisonText(comparison, colored()));
  return comparison.worse.length > 0
    ? EXIT.failed
    : comparison.incomplete.length > 0
      ? EXIT.incomplete
      : EXIT.green;
}

type Take = (line: Line) => void;

const merge = (from: readonly string[], take: Take): number => mergeShards(from, take).exit;

/** Rejects reports that cannot show several recordings side by side. */
function mustTakeSeveral(report: readonly string[]): void {
  const others = report
    .map((text) => text.split('=')[0] ?? '')
    .filter((kind) => !reporters[kind]?.takesSeveral);
  if (report.length > 0 && others.length === 0) return;
  const several = Object.keys(reporters).filter((kind) => reporters[kind]?.takesSeveral);
  throw new UsageError(
    `${others[0] ?? 'console'} shows only one recording: to show several side by side, use only --report ${several.join(' or ')}=FILE; to merge the shards of a run, use conform report merge`,
  );
}

/** The exit code of several recordings: failed if one failed, otherwise incomplete if one is incomplete. */
function renderAll(from: readonly string[], take: Take): number {
  if (from.length > 1) for (const path of from) readStream(path);
  const exits = from.map((path) => render(path, take));
  return (
    exits.find((exit) => exit === EXIT.failed) ?? exits.find((exit) => exit !== EXIT.green) ?? EXIT.green
  );
}

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
