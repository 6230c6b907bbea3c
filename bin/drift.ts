import picomatch from 'picomatch';
import type { Argv } from 'yargs';
import { defined, ifGiven } from '../defined.js';
import { DRIFT_FORMATS, driftText } from '../reports/drift.js';
import { driftHtml } from '../reports/drift_html.js';
import { driftMarkdown } from '../reports/drift_markdown.js';
import { type Drift, drift, type Resting, specOf } from '../suites/drift.js';
import type { Protocol } from '../suites/protocol.js';
import { protocols } from '../suites/protocols.js';
import { casesOf } from '../suites/registry.js';
import { readPrints } from '../suites/spec_prints.js';
import { type GivenBy, UsageError } from './command.js';
import { readConfig } from './config.js';
import { flag, string } from './options.js';
import { colored, print, width } from './output.js';
import { protocolOption, protocolsNamed } from './protocols.js';
import { readGivenText } from './secret.js';
import { allSets } from './sets.js';
import { readWaivers } from './waivers_file.js';

type Format = (typeof DRIFT_FORMATS)[number];

type Options = GivenBy<typeof options>;

const DRIFTED = 1;

export const options = (yargs: Argv) =>
  protocolOption(yargs)
    .option('spec', { ...string('the text to compare, as plain text, Markdown or HTML'), demandOption: true })
    .option('old', string('the text that this version is written against; with it, removed words are shown'))
    .option(
      'waivers',
      string('waivers file, to list the waivers of touched cases; default: that of the config'),
    )
    .option('format', {
      choices: DRIFT_FORMATS,
      default: 'text' as Format,
      requiresArg: true,
      describe: 'the output format',
    })
    .option('json', flag('print data instead of text'))
    .example('$0 drift --spec rfc-1.1.txt', 'show what a new version touches')
    .example('$0 drift --spec rfc-1.1.html --old rfc-1.0.txt --format html > drift.html', 'as a page')
    .epilogue(
      'Exit code 0: no sentence and no heading differs; line breaks and numbering do not count. 1: one differs.',
    );

export async function run({ spec, old, waivers, format, protocol, json }: Options): Promise<number> {
  const text = readGivenText('spec', spec);
  const own = protocolFor(text, protocol);
  if (!own)
    throw new UsageError(
      `--spec: ${spec} resembles no known specification: name its protocol with --protocol ${protocols.map((one) => one.spec.protocol).join('|')}`,
    );
  const found = drift(own.spec, own.prints, text, {
    ...restingOn(own, waivers),
    ...defined({ old: ifGiven(old, (file) => readGivenText('old', file)) }),
  });
  await print(json ? `${JSON.stringify(found, null, 2)}\n` : shown[format](found));
  return found.same || found.formOnly ? 0 : DRIFTED;
}

const shown: Readonly<Record<Format, (found: Drift) => string>> = {
  text: (found) => driftText(found, width(), colored()),
  markdown: driftMarkdown,
  html: driftHtml,
};

function protocolFor(text: string, named: string[] | undefined) {
  const chosen = protocolsNamed(named).map((one) => ({ ...one, prints: readPrints(one.spec.protocol) }));
  return named?.length === 1 ? chosen[0] : specOf(text, chosen);
}

function restingOn(own: Protocol, file: string | undefined): Resting {
  const path = file ?? readConfig(undefined)?.waivers;
  const waivers = path === undefined ? [] : readWaivers(path);
  const known = protocols.find(({ spec }) => spec === own.spec) ?? own;
  return {
    requirements: own.requirements,
    cases: casesOf([known]),
    waivers: waivers.map(({ id }) => ({ id, covers: picomatch(id) })),
    sets: allSets(),
  };
}
