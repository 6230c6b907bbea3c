import type { Argv } from 'yargs';
import { EXIT } from '../exit.js';
import { findingsMarkdown, findingsTable } from '../reports/findings.js';
import type { Finding } from '../suites/findings.js';
import type { GivenBy } from './command.js';
import { print, width } from './output.js';
import { protocolOption, protocolsNamed } from './protocols.js';

const FORMATS = ['table', 'json', 'markdown'] as const;
type Format = (typeof FORMATS)[number];

type Options = GivenBy<typeof options>;

const draw: Readonly<Record<Format, (findings: readonly Finding[]) => string>> = {
  table: (findings) => findingsTable(findings, width()),
  json: (findings) => `${JSON.stringify(findings, null, 2)}\n`,
  markdown: findingsMarkdown,
};

export const options = (yargs: Argv) =>
  protocolOption(yargs)
    .option('format', {
      requiresArg: true,
      choices: FORMATS,
      default: 'table' as Format,
      describe: 'the output format',
    })
    .example('$0 findings --format markdown > FINDINGS.md', 'as a page');

export async function run({ protocol, format }: Options): Promise<number> {
  const findings = protocolsNamed(protocol).flatMap(({ findings }) => findings);
  await print(draw[format](findings));
  return EXIT.green;
}
