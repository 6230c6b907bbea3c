import type { Argv } from 'yargs';
import { EXIT } from '../exit.js';
import { structures } from '../reference/structures.js';
import { columns } from '../reports/columns.js';
import { reporters } from '../reports/registry.js';
import { selectorOf } from '../runners/plan.js';
import { targetForms } from '../runners/targets.js';
import { casesOf } from '../suites/registry.js';
import type { GivenBy } from './command.js';
import { globOptions } from './globs.js';
import { flag } from './options.js';
import { print, tell, width } from './output.js';
import { protocolOption, protocolsNamed } from './protocols.js';
import { allSets } from './sets.js';
import { idsOfTerms, tagsOf } from './terms.js';
import { unmatched } from './unmatched.js';

const KINDS = ['cases', 'requirements', 'structures', 'targets', 'reporters', 'tags', 'sets'] as const;
type Kind = (typeof KINDS)[number];

type Options = GivenBy<typeof options>;

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
  tags: (protocols) => {
    const cases = casesOf(protocols);
    return tagsOf(cases).map((tag) => ({
      tag,
      cases: String(cases.filter(({ tags = [] }) => tags.includes(tag)).length),
    }));
  },
  sets: (protocols) =>
    allSets()
      .filter(({ protocol }) => protocols.some(({ spec }) => spec.protocol === protocol))
      .map(({ name, frozen, spec, requirements, cases }) => ({
        set: name,
        frozen,
        version: spec.version,
        size: `${requirements.length} requirements, ${Object.values(cases).flat().length} cases, ${cases.must.length} at must`,
      })),
  reporters: () => Object.keys(reporters).map((reporter) => ({ reporter })),
};

export const options = (yargs: Argv) =>
  globOptions(protocolOption(yargs))
    .positional('what', { choices: KINDS, default: 'cases' as Kind, describe: 'what to list' })
    .option('json', flag('print data instead of a table'));

export async function run(given: Options): Promise<number> {
  const { what, protocol, json } = given;
  const chosen = protocolsNamed(protocol);
  const all = listings[what](chosen);
  const names = all.map(nameOf);
  const termed = what === 'cases' ? casesOf(chosen) : [];
  const [only, skip] = [
    idsOfTerms('--only', given.only ?? [], termed),
    idsOfTerms('--skip', given.skip ?? [], termed),
  ];
  for (const fault of [...unmatched('--only', only, names), ...unmatched('--skip', skip, names)]) tell(fault);
  const wanted = selectorOf({ only, skip });
  const rows = all.filter((row) => wanted(nameOf(row)));
  await print(json ? `${JSON.stringify(rows, null, 2)}\n` : columns(rows.map(cellsOf), width()));
  return rows.length > 0 ? EXIT.green : EXIT.usage;
}

/** The first cell of a row is its name. */
const nameOf = (row: Row): string => String(Object.values(row)[0]);

/** The cells of a row. Lists follow below its last text. */
const cellsOf = (row: Row): string[] => {
  const texts = Object.values(row).filter((cell) => typeof cell === 'string');
  const lists = Object.values(row).flatMap((cell) => (typeof cell === 'string' ? [] : cell.join(' ')));
  const last = [...texts.slice(1).slice(-1), ...lists].join('\n');
  return [...texts.slice(0, Math.max(1, texts.length - 1)), last];
};
