import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Argv } from 'yargs';
import { staleSource } from '../vectors/generate/built.js';
import { generate } from '../vectors/generate/generate.js';
import { loadVectors, vectorsFolder } from '../vectors/load.js';
import { UsageError } from './command.js';
import { print } from './output.js';
import { protocolOption, protocolsNamed } from './protocols.js';
import { unknown } from './suggest.js';

const ACTIONS = ['generate', 'show', 'export'] as const;
const FORMATS = ['json', 'cbor'] as const;

interface Options {
  readonly action: (typeof ACTIONS)[number];
  readonly id: string | undefined;
  readonly check: boolean;
  readonly format: (typeof FORMATS)[number];
  readonly out: string | undefined;
  readonly protocol: string[] | undefined;
}

const DIFFERENT = 1;

export const options = (yargs: Argv): Argv<Options> =>
  protocolOption(yargs)
    .positional('action', { choices: ACTIONS, demandOption: true, describe: 'what to do' })
    .positional('id', { type: 'string', describe: 'of the vector to show' })
    .option('check', {
      type: 'boolean',
      default: false,
      describe: 'generate: write nothing, exit 1 on a difference',
    })
    .option('format', {
      requiresArg: true,
      choices: FORMATS,
      default: 'json' as const,
      describe: 'export: of the files',
    })
    .option('out', { type: 'string', requiresArg: true, describe: 'export: the folder they are put into' })
    .example('$0 vectors generate --check', 'are the files what the recipes make?')
    .example('$0 vectors show punch/token/decode-peer', 'one vector')
    .example('$0 vectors export --format cbor --out vectors', 'the data alone');

export async function run(given: Options): Promise<number> {
  if (given.action === 'generate') return make(given);
  return given.action === 'show' ? show(given) : exportTo(given);
}

async function make({ check }: Options): Promise<number> {
  const stale = staleSource();
  if (stale !== undefined)
    throw new UsageError(
      `dist/ is not built from these sources: ${stale} differs. Build it again: npm run build`,
    );
  const differing = generate({ check });
  const told = check ? 'differs from its recipe' : 'written';
  await print(
    differing.map((name) => `${name} ${told}\n`).join('') || 'every vector file is what its recipe makes\n',
  );
  return check && differing.length > 0 ? DIFFERENT : 0;
}

async function show({ id }: Options): Promise<number> {
  if (id === undefined) throw new UsageError('which vector? conform vectors show ID');
  const vectors = loadVectors().flatMap((file) => file.vectors);
  const vector = vectors.find((one) => one.id === id);
  if (!vector)
    throw new UsageError(
      unknown(
        'vector',
        id,
        vectors.map((one) => one.id),
        'conform list shows them',
      ),
    );
  await print(`${JSON.stringify(vector, null, 2)}\n`);
  return 0;
}

async function exportTo({ out, format, protocol }: Options): Promise<number> {
  if (out === undefined) throw new UsageError('where to? conform vectors export --out DIR');
  const files = loadVectors(protocolsNamed(protocol).map(({ spec }) => spec.protocol));
  const names = files.flatMap(({ structure }) => [
    `${structure}.${format}`,
    ...(format === 'json' ? [`schemas/${structure}.schema.json`] : []),
  ]);
  for (const name of format === 'json' ? [...names, 'schemas/vectors.schema.json'] : names) {
    const from = join(vectorsFolder, name);
    if (!existsSync(from)) continue;
    mkdirSync(dirname(join(out, name)), { recursive: true });
    cpSync(from, join(out, name));
  }
  await print(`${files.length} files of vectors in ${out}\n`);
  return 0;
}
