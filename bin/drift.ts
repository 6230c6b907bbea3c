import type { Argv } from 'yargs';
import { driftText } from '../reports/drift.js';
import { drift, specOf } from '../suites/drift.js';
import { protocols } from '../suites/protocols.js';
import { casesOf } from '../suites/registry.js';
import { UsageError } from './command.js';
import { print, width } from './output.js';
import { protocolOption, protocolsNamed } from './protocols.js';
import { readText } from './secret.js';

interface Options {
  readonly spec: string;
  readonly protocol: string[] | undefined;
  readonly json: boolean;
}

const DRIFTED = 1;

export const options = (yargs: Argv): Argv<Options> =>
  protocolOption(yargs)
    .option('spec', {
      type: 'string',
      demandOption: true,
      requiresArg: true,
      describe: 'the text to compare',
    })
    .option('json', { type: 'boolean', default: false, describe: 'print data instead of text' })
    .example('$0 drift --spec rfc-1.1.txt', 'what a new version touches')
    .epilogue('Exit 1 when the text is not the one that this toolkit was written against.');

export async function run({ spec, protocol, json }: Options): Promise<number> {
  const text = readText('spec', spec);
  const chosen = protocolsNamed(protocol);
  const known =
    protocol?.length === 1
      ? chosen[0]?.spec
      : specOf(
          text,
          chosen.map((one) => one.spec),
        );
  const own = protocols.find((one) => one.spec === known);
  if (!own) throw new UsageError(`${spec} looks like none of the known texts: name one with --protocol`);
  const found = drift(own.spec, text, own.requirements, casesOf([own]));
  await print(json ? `${JSON.stringify(found, null, 2)}\n` : driftText(found, width()));
  return found.same ? 0 : DRIFTED;
}
