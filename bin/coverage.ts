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

interface Options {
  readonly protocol: string[] | undefined;
  readonly requirements: string[] | undefined;
  readonly format: Format;
  readonly json: boolean;
}

export const options = (yargs: Argv): Argv<Options> =>
  protocolOption(yargs)
    .option('requirements', {
      type: 'string',
      array: true,
      requiresArg: true,
      describe: 'only what this frozen set holds (repeatable): list sets shows them',
    })
    .option('format', {
      choices: FORMATS,
      default: 'text' as Format,
      requiresArg: true,
      describe: 'how it is shown',
    })
    .option('json', { type: 'boolean', default: false, describe: 'print data instead of a table' })
    .epilogue('Exit 1 when a requirement is neither tested nor excluded, or still waits for a suite.');

export async function run({ protocol, requirements: names = [], format, json }: Options): Promise<number> {
  const chosen = protocolsNamed(protocol);
  const sets = setsNamed(names);
  const [requirements, cases] = heldBy(
    sets,
    chosen.flatMap((one) => one.requirements),
    casesOf(chosen),
  );
  const result = withKills(coverage(requirements, cases.map(citing)), chosen);
  await print(json ? `${JSON.stringify(result, null, 2)}\n` : shown[format](result));
  return result.complete ? EXIT.green : EXIT.failed;
}

/** Beside each clause: how many of the mutants that break it are killed, as they were recorded. */
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

/** What the sets hold of all that there is; all where none is named. */
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
    // A case may cite a clause that was written down later.
    cases.filter(({ id }) => asked.has(id)).map((one) => ({ ...one, requires: one.requires.filter(known) })),
  ];
}

const WAYS: Partial<Record<PortName, string>> = { codec: 'vector', openhostClient: 'live-client' };

const citing = ({ id, requires, ports }: Case): Citing => ({
  id,
  requires,
  way: ports.map((port) => WAYS[port] ?? 'live')[0] ?? 'live',
});
