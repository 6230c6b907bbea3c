import type { Argv } from 'yargs';
import { EXIT } from '../exit.js';
import { coverageMarkdown, coverageTable } from '../reports/coverage.js';
import { coverageHtml } from '../reports/coverage_html.js';
import { type Citing, type Coverage, coverage } from '../suites/coverage.js';
import { type Kills, killsOf } from '../suites/kills.js';
import type { Case, PortName, Requirement } from '../suites/model.js';
import type { Protocol } from '../suites/protocol.js';
import { casesOf } from '../suites/registry.js';
import type { RequirementSet } from '../suites/requirement_set.js';
import type { GivenBy } from './command.js';
import { flag, strings } from './options.js';
import { print, width } from './output.js';
import { protocolOption, protocolsNamed } from './protocols.js';
import { setsNamed } from './sets.js';

const FORMATS = ['text', 'markdown', 'html'] as const;
type Format = (typeof FORMATS)[number];

const shown: Readonly<Record<Format, (result: Coverage) => string>> = {
  text: (result) => coverageTable(result, width()),
  markdown: coverageMarkdown,
  html: coverageHtml,
};

type Options = GivenBy<typeof options>;

export const options = (yargs: Argv) =>
  protocolOption(yargs)
    .option(
      'requirements',
      strings('only the clauses of this frozen set (repeatable); conform list sets shows the sets'),
    )
    .option('format', {
      choices: FORMATS,
      default: 'text' as Format,
      requiresArg: true,
      describe: 'the output format',
    })
    .option('json', flag('print data instead of a table'))
    .epilogue('Exit code 1: a requirement is neither tested nor excluded, or its suite is still missing.');

export async function run({ protocol, requirements: names = [], format, json }: Options): Promise<number> {
  const chosen = protocolsNamed(protocol);
  const sets = setsNamed(names);
  const [requirements, cases] = heldBy(
    sets,
    chosen.flatMap((one) => one.requirements),
    casesOf(chosen),
  );
  const result = withKills(coverage(requirements, cases.map(citing(chosen))), chosen);
  await print(json ? `${JSON.stringify(result, null, 2)}\n` : shown[format](result));
  return result.complete ? EXIT.green : EXIT.failed;
}

/** Adds to each clause how many of its mutants are killed, from the recorded rates. */
function withKills({ rows, ...rest }: Coverage, chosen: readonly Protocol[]): Coverage {
  const kills = Object.assign(
    {},
    ...chosen.map(({ spec }) => killsOf(spec.protocol)?.clauses),
  ) as Kills['clauses'];
  const rated = rows.map((row) => {
    const [killed, of] = kills[row.requirement.id] ?? [];
    return killed === undefined || of === undefined ? row : { ...row, mutants: { killed, of } };
  });
  return { ...rest, rows: rated };
}

/** The requirements and cases of the named sets, or all of them when no set is named. */
function heldBy(
  sets: readonly RequirementSet[],
  requirements: readonly Requirement[],
  cases: readonly Case[],
): [Requirement[], Case[]] {
  if (sets.length === 0) return [[...requirements], [...cases]];
  const held = new Set(sets.flatMap((set) => set.requirements));
  const asked = new Set(sets.flatMap((set) => Object.values(set.cases).flat()));
  const own = requirements.filter(({ id }) => held.has(id));
  const known = (id: string): boolean => held.has(id);
  return [
    own,
    // A case of the set may cite a clause that is newer than the set.
    cases.filter(({ id }) => asked.has(id)).map((one) => ({ ...one, requires: one.requires.filter(known) })),
  ];
}

function citing(protocols: readonly Protocol[]): (one: Case) => Citing {
  const clientPorts = protocols.flatMap(({ clientPorts = [] }) => clientPorts);
  const wayOf = (port: PortName | undefined): string => {
    if (port === 'codec') return 'vector';
    return port !== undefined && clientPorts.includes(port) ? 'live-client' : 'live';
  };
  return ({ id, requires, ports }) => ({ id, requires, way: wayOf(ports[0]) });
}
