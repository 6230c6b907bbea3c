import type { Argv } from 'yargs';
import { EXIT } from '../exit.js';
import { coverageTable } from '../reports/coverage.js';
import { type Citing, coverage } from '../suites/coverage.js';
import type { Case, PortName } from '../suites/model.js';
import { casesOf } from '../suites/registry.js';
import { print, width } from './output.js';
import { protocolOption, protocolsNamed } from './protocols.js';

interface Options {
  readonly protocol: string[] | undefined;
  readonly json: boolean;
}

export const options = (yargs: Argv): Argv<Options> =>
  protocolOption(yargs)
    .option('json', { type: 'boolean', default: false, describe: 'print data instead of a table' })
    .example('$0 coverage --protocol openhost', 'the clauses of one protocol')
    .epilogue('Exit 1 when a requirement is neither tested nor excluded, or still waits for a suite.');

export async function run({ protocol, json }: Options): Promise<number> {
  const chosen = protocolsNamed(protocol);
  const result = coverage(
    chosen.flatMap(({ requirements }) => requirements),
    casesOf(chosen).map(citing),
  );
  await print(json ? `${JSON.stringify(result, null, 2)}\n` : coverageTable(result, width()));
  return result.complete ? EXIT.green : EXIT.failed;
}

const WAYS: Partial<Record<PortName, string>> = { codec: 'vector', openhostClient: 'live-client' };

const citing = ({ id, requires, ports }: Case): Citing => ({
  id,
  requires,
  way: ports.map((port) => WAYS[port] ?? 'live')[0] ?? 'live',
});
