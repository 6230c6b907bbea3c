import type { Argv } from 'yargs';
import { invocation } from '../package.js';
import { explainCase, explainRequirement } from '../reports/explain.js';
import { findingsTable } from '../reports/findings.js';
import { explain } from '../suites/explain.js';
import { UsageError } from './command.js';
import { idsOf, openLibrary } from './library.js';
import { print, width } from './output.js';
import { unknown } from './suggest.js';

interface Options {
  readonly id: string;
  readonly json: boolean;
}

export const options = (yargs: Argv): Argv<Options> =>
  yargs
    .positional('id', {
      type: 'string',
      demandOption: true,
      describe: 'requirement, case, vector or finding',
    })
    .option('json', { type: 'boolean', default: false, describe: 'print data instead of text' })
    .example('$0 explain PUNCH-7-6', 'a clause and what tests it')
    .example('$0 explain openhost/frame/decode-v2-ping', 'a vector, byte by byte');

export async function run({ id, json }: Options): Promise<number> {
  const library = openLibrary();
  const explained = explain(id, library);
  if (!explained) throw new UsageError(unknown('id', id, idsOf(library), 'conform list shows them'));
  if (json) await print(`${JSON.stringify(explained, null, 2)}\n`);
  else if (explained.kind === 'requirement') await print(explainRequirement(explained, width()));
  else if (explained.kind === 'finding') await print(findingsTable([explained.finding], width()));
  else await print(explainCase({ ...explained, rerun: `${invocation()} run --only '${id}'` }, width()));
  return 0;
}
