import type { Argv } from 'yargs';
import { EXIT } from '../exit.js';
import { invocation } from '../package.js';
import { explainCase, explainRequirement } from '../reports/explain.js';
import { findingsTable } from '../reports/findings.js';
import { selectorOf } from '../runners/plan.js';
import { explain, type Library } from '../suites/explain.js';
import { type GivenBy, UsageError } from './command.js';
import { explainedOperations, type Told } from './explain_structure.js';
import { idsOf, openLibrary } from './library.js';
import { listedWord } from './listed_word.js';
import { flag } from './options.js';
import { print, width } from './output.js';
import { unknown } from './suggest.js';

type Options = GivenBy<typeof options>;

export const options = (yargs: Argv) =>
  yargs
    .positional('id', {
      type: 'string',
      demandOption: true,
      describe: 'an id that list shows, or a finding; a glob explains each matching id',
    })
    .positional('op', { type: 'string', describe: 'an operation, when the id is a structure' })
    .option('json', flag('print data instead of text'));

export async function run({ id, op, json }: Options): Promise<number> {
  const { text, data } = explainedAll(id, op, openLibrary(), width());
  await print(json ? `${JSON.stringify(data, null, 2)}\n` : text);
  return EXIT.green;
}

/** Explains each id that a glob matches, or the one id. */
function explainedAll(id: string, op: string | undefined, library: Library, columns: number): Told {
  const known = [...idsOf(library), ...library.structures.keys()];
  if (!/[*?[{]/.test(id) || known.includes(id)) return explained(id, op, library, columns);
  const named = known.filter(selectorOf({ only: [id] }));
  if (named.length === 0)
    throw new UsageError(`no id matches ${JSON.stringify(id)}: conform list shows the ids`);
  const all = named.map((one) => explained(one, op, library, columns));
  return { text: all.map(({ text }) => text).join('\n'), data: all.map(({ data }) => data) };
}

/** Throws a UsageError for an id that is unknown. */
export function explained(id: string, op: string | undefined, library: Library, columns: number): Told {
  const told = explainedOperations(id, op, library, columns);
  if (told) return told;
  if (op !== undefined)
    throw new UsageError(
      `"${op}" is one word too many: ${id} is not a structure, and only structures have operations`,
    );
  const data = explain(id, library);
  if (!data) {
    const listed = listedWord(id, library, columns);
    if (listed) return listed;
    const known = [...idsOf(library), ...library.structures.keys()];
    throw new UsageError(unknown('id', id, known, 'conform list shows the ids'));
  }
  if (data.kind === 'requirement') return { data, text: explainRequirement(data, columns) };
  if (data.kind === 'finding') return { data, text: findingsTable([data.finding], columns) };
  const rerun = `${invocation()} run --only '${id}'`;
  return { data, text: explainCase({ ...data, rerun }, columns) };
}
