import type { Argv } from 'yargs';
import { structures } from '../reference/structures.js';
import { columns } from '../reports/columns.js';
import { targetForms } from '../runners/targets.js';
import { casesOf } from '../suites/registry.js';
import { print, width } from './output.js';
import { protocolOption, protocolsNamed } from './protocols.js';
import { reportKinds } from './reporters.js';

const KINDS = ['cases', 'requirements', 'structures', 'targets', 'reporters'] as const;
type Kind = (typeof KINDS)[number];

interface Options {
  readonly what: Kind;
  readonly protocol: string[] | undefined;
  readonly json: boolean;
}

type Row = Readonly<Record<string, string | readonly string[]>>;

const listings: Readonly<Record<Kind, (protocols: ReturnType<typeof protocolsNamed>) => readonly Row[]>> = {
  cases: (protocols) =>
    casesOf(protocols).map(({ id, level, requires, title }) => ({ id, level, requires, title })),
  requirements: (protocols) =>
    protocols.flatMap(({ requirements }) =>
      requirements.map(({ id, level, section, text }) => ({ id, level, section, text })),
    ),
  structures: (protocols) =>
    [...structures.values()]
      .filter(({ name }) => protocols.some(({ spec }) => name.startsWith(`${spec.protocol}/`)))
      .map(({ name, operations }) => ({ name, operations: Object.keys(operations) })),
  targets: () => targetForms.map(([target, what]) => ({ target, what })),
  reporters: () => reportKinds.map((reporter) => ({ reporter })),
};

export const options = (yargs: Argv): Argv<Options> =>
  protocolOption(yargs)
    .positional('what', { choices: KINDS, default: 'cases' as Kind, describe: 'what to list' })
    .option('json', { type: 'boolean', default: false, describe: 'print data instead of a table' })
    .example('$0 list requirements --protocol punch', 'every clause of the Punch RFC');

export async function run({ what, protocol, json }: Options): Promise<number> {
  const rows = listings[what](protocolsNamed(protocol));
  await print(json ? `${JSON.stringify(rows, null, 2)}\n` : columns(rows.map(cellsOf), width()));
  return 0;
}

/** One line a row: what is a list stands behind the text of the row. */
const cellsOf = (row: Row): string[] => {
  const texts = Object.values(row).filter((cell) => typeof cell === 'string');
  const lists = Object.values(row).flatMap((cell) => (typeof cell === 'string' ? [] : cell.join(' ')));
  const last = [...texts.slice(1).slice(-1), ...lists].join('\n');
  return [...texts.slice(0, Math.max(1, texts.length - 1)), last];
};
