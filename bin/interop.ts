import type { Argv } from 'yargs';
import { defined, ifGiven } from '../defined.js';
import { EXIT } from '../exit.js';
import { interopText, interopVerdict } from '../reports/interop.js';
import { interopHtml } from '../reports/interop_html.js';
import { interopMarkdown } from '../reports/interop_markdown.js';
import { CannotOpen, fileOutput } from '../reports/output.js';
import { matrixOf } from '../runners/interop/matrix.js';
import { type Matrix, type Pairing, type Peer, REFERENCE } from '../runners/interop/model.js';
import { pairingOf, pairings, peerForms, standsAs } from '../runners/interop/pairings.js';
import { Miscalled } from '../runners/options.js';
import { selectorOf } from '../runners/plan.js';
import { schemeOf } from '../runners/targets.js';
import { asUsage, type GivenBy, UsageError } from './command.js';
import { withoutSecrets } from './hiding.js';
import { interruptible } from './interruptible.js';
import { quietOption, reportsOf, strings } from './options.js';
import { colored, print, tell, width } from './output.js';
import { unknown } from './suggest.js';

type Options = GivenBy<typeof options>;

type Draw = (matrices: readonly Matrix[]) => string;

const FORMATS: Readonly<Record<string, Draw>> = {
  console: (matrices) => consoleText(matrices),
  json: (matrices) => `${JSON.stringify({ matrices }, null, 2)}\n`,
  markdown: interopMarkdown,
  html: interopHtml,
};

export const options = (yargs: Argv) =>
  yargs
    .option('peer', {
      ...strings('NAME=TARGET (repeatable); the reference is always one of the peers'),
      demandOption: true,
    })
    .option('only', strings('globs on ids (repeatable)'))
    .option('skip', strings('globs on ids to leave out (repeatable)'))
    .option('report', reportsOf(FORMATS))
    .option('quiet', quietOption)
    .example(
      "$0 interop --peer py='exec:python3 adapter.py' --peer go=exec:./adapter",
      'each encoder with each decoder',
    )
    .epilogue(
      `Peers: ${peerForms().join('; ')}.\nThe reference is always one of the peers. A failing pair shows which end is at fault: the one that ` +
        'also fails with the reference. Exit code 1: a pair fails. 3: a pair could not be tested, or none passed.',
    );

export async function run({ peer, only, skip, report = [], quiet }: Options): Promise<number> {
  const groups = groupsOf(peer.map(readPeer));
  const reports = (report.length > 0 ? report : ['console']).map(readReport);
  const wanted = selectorOf({ only, skip });
  const stop = interruptible();
  const matrices: Matrix[] = [];
  const hide = withoutSecrets(peer);
  try {
    for (const [pairing, peers] of groups) {
      const around = { signal: stop.signal, wanted };
      matrices.push(hidden(await matrixFor(pairing, peers, around, quiet), hide));
    }
  } catch (error) {
    throw error instanceof Miscalled ? new UsageError(error.message) : error;
  } finally {
    stop.done();
  }
  for (const { draw, write } of reports) await write(draw(matrices));
  return stop.signal.aborted ? EXIT.interrupted : exitOf(matrices);
}

async function matrixFor(
  pairing: Pairing,
  peers: readonly Peer[],
  around: { readonly signal: AbortSignal; readonly wanted: (id: string) => boolean },
  quiet: boolean,
): Promise<Matrix> {
  const standing = (end: 'row' | 'column'): Peer[] => [
    REFERENCE,
    ...peers.filter((one) => standsAs(pairing, one).includes(end)),
  ];
  const ends = { rows: standing('row'), columns: standing('column') };
  const meetings = await pairing.open([REFERENCE, ...peers], around);
  const all = ends.rows.length * ends.columns.length;
  let done = 0;
  try {
    return await matrixOf(pairing, ends, meetings, {
      signal: around.signal,
      tell({ row, column }) {
        done++;
        if (!quiet) tell(`${pairing.what}: ${row} x ${column} done, ${done} of ${all} pairs`);
      },
    });
  } finally {
    await meetings.close();
  }
}

function readPeer(text: string): Peer {
  const [, name, target] = /^([\w.-]+)=(.+)$/s.exec(text) ?? [];
  if (name === undefined || target === undefined)
    throw new UsageError(`--peer must be NAME=TARGET, such as a=exec:./adapter, received "${text}"`);
  if (name === REFERENCE.name)
    throw new UsageError(`--peer ${name}: the reference has this name: choose another`);
  return { name, text: target };
}

function groupsOf(peers: readonly Peer[]): ReadonlyMap<Pairing, readonly Peer[]> {
  const twice = peers.find(({ name }, at) => peers.findIndex((other) => other.name === name) !== at);
  if (twice) throw new UsageError(`--peer ${twice.name}: two peers have this name: give each its own`);
  const groups = new Map<Pairing, Peer[]>();
  for (const one of peers) {
    const pairing = pairingOf(one.text);
    const known = pairings.flatMap(({ ends }) => Object.keys(ends));
    if (!pairing)
      throw new UsageError(`--peer ${one.name}: ${unknown('kind of peer', schemeOf(one.text), known)}`);
    groups.set(pairing, [...(groups.get(pairing) ?? []), one]);
  }
  return groups;
}

function readReport(text: string) {
  const [kind = '', ...rest] = text.split('=');
  const path = rest.join('=');
  const draw = Object.hasOwn(FORMATS, kind) ? FORMATS[kind] : undefined;
  if (!draw) throw new UsageError(`--report: ${unknown('reporter', kind, Object.keys(FORMATS))}`);
  if (rest.length === 0 || path === '-') return { draw, write: print };
  if (path === '')
    throw new UsageError(`--report ${text}: the path is missing: name a file after "=", or "-" for stdout`);
  const output = asUsage(CannotOpen, () => fileOutput(path), '--report');
  const write = async (drawn: string): Promise<void> => {
    output.write(drawn);
    output.close();
    if (output.error) throw new Error(`a report is incomplete: ${output.error.message}`);
  };
  return { draw, write };
}

const consoleText = (matrices: readonly Matrix[]): string =>
  `${interopText(matrices, width(), colored())}\n${interopVerdict(matrices)}`;

/** Hides secrets of the command line, which the output of peers may contain. */
const hidden = (matrix: Matrix, hide: (text: string) => string): Matrix => ({
  ...matrix,
  cells: matrix.cells.map((cell) => ({
    ...cell,
    open: cell.open.map((one) => ({
      ...one,
      ...defined({ reason: ifGiven(one.reason, hide) }),
    })),
  })),
});

function exitOf(matrices: readonly Matrix[]): number {
  const verdicts = matrices.flatMap(({ cells }) => cells.map(({ verdict }) => verdict));
  if (verdicts.includes('fail')) return EXIT.failed;
  const incomplete = verdicts.some((verdict) => verdict === 'blocked' || verdict === 'error');
  return incomplete || !verdicts.includes('pass') ? EXIT.incomplete : EXIT.green;
}
