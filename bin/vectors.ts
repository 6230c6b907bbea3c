import type { Argv } from 'yargs';
import { packageInfo } from '../package.js';
import { protocols } from '../suites/protocols.js';
import { vectorSets } from '../suites/records.js';
import { isWorld, type WorldName, worlds } from '../vectors/export/worlds.js';
import { OutFolderError, writePackage } from '../vectors/export/write.js';
import { staleSource } from '../vectors/generate/built.js';
import { generate } from '../vectors/generate/generate.js';
import { loadVectors } from '../vectors/load.js';
import { asUsage, type GivenBy, UsageError } from './command.js';
import { flag, string } from './options.js';
import { print } from './output.js';
import { protocolOption, protocolsNamed } from './protocols.js';
import { unknown } from './suggest.js';
import { clauseIds, faultText, isFault } from './vectors/faults.js';
import { watchRecipes } from './vectors/watch.js';

const ACTIONS = ['generate', 'show', 'export'] as const;
const WORLDS = Object.keys(worlds);

type Options = GivenBy<typeof options>;

const DIFFERENT = 1;

export const options = (yargs: Argv) =>
  protocolOption(yargs)
    .positional('action', { choices: ACTIONS, demandOption: true, describe: 'what to do' })
    .positional('id', { type: 'string', describe: 'show: the id of the vector' })
    .option('check', flag('generate: write nothing, and exit with 1 on a difference'))
    .option(
      'watch',
      flag('generate: repeat after each change of a recipe, from the sources, without a build'),
    )
    .option('as', {
      requiresArg: true,
      type: 'string',
      alias: 'format',
      default: 'json',
      describe: `export: the kind of package or data: ${WORLDS.join(', ')}`,
    })
    .option('name', string('export: the name of the package'))
    .option('out', string('export: a new or empty folder'))
    .example('$0 vectors generate --check', 'check that the files match the recipes')
    .example('$0 vectors generate --watch', 'keep the files up to date while you write a recipe')
    .example('$0 vectors export --out vectors', 'write only the data, as JSON')
    .example('$0 vectors export --as pypi --out python', 'write a Python project with a helper for pytest');

export async function run(given: Options): Promise<number> {
  if (given.watch && (given.action !== 'generate' || given.check))
    throw new UsageError('--watch goes with vectors generate alone, and writes: remove --watch, or --check');
  if (given.watch) return watchRecipes();
  if (given.action === 'generate') return make(given);
  return given.action === 'show' ? show(given) : exportTo(given);
}

async function make({ check }: Options): Promise<number> {
  const stale = staleSource();
  if (stale !== undefined)
    throw new UsageError(
      `dist/ is not built from these sources: ${stale} differs. Build it again: npm run build`,
    );
  const differing = checkedFiles(check);
  const told = check ? 'differs from its recipe' : 'written';
  await print(
    differing.map((name) => `${name} ${told}\n`).join('') || 'every vector file matches its recipe\n',
  );
  return check && differing.length > 0 ? DIFFERENT : 0;
}

function checkedFiles(check: boolean): string[] {
  try {
    return generate({ check, clauses: clauseIds(protocols) });
  } catch (error) {
    throw isFault(error) ? new UsageError(faultText(error, protocols)) : error;
  }
}

async function show({ id }: Options): Promise<number> {
  if (id === undefined) throw new UsageError('the id is missing: conform vectors show ID');
  const vectors = loadVectors().flatMap((file) => file.vectors);
  const vector = vectors.find((one) => one.id === id);
  if (!vector)
    throw new UsageError(
      unknown(
        'vector',
        id,
        vectors.map((one) => one.id),
        'conform list shows the ids',
      ),
    );
  await print(`${JSON.stringify(vector, null, 2)}\n`);
  return 0;
}

async function exportTo({ out, as, name, protocol }: Options): Promise<number> {
  if (!isWorld(as)) throw new UsageError(`--as: unknown form "${as}"; known: ${WORLDS.join(', ')}`);
  if (out === undefined)
    throw new UsageError('--out is missing: name a new folder, conform vectors export --out DIR');
  const sets = vectorSets(protocolsNamed(protocol));
  const { count, named } = written(as, sets, name, out);
  await print(`Wrote ${count} files of ${named} to ${out}: ${sets.length} structures\n`);
  return 0;
}

function written(as: WorldName, sets: ReturnType<typeof vectorSets>, name: string | undefined, out: string) {
  const named = name ?? worlds[as].name;
  const files = worlds[as].make(sets, { name: named, version: packageInfo().version });
  return { named, count: asUsage(OutFolderError, () => writePackage(files, out)) };
}
