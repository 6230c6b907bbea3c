/** Packages that npm may leave out (`--omit=optional`): what needs one says so in a sentence, with the command. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { inPackage } from './package.js';

/** Stays clear of the classes of wrong usage: nothing was called wrongly, something is not installed. */
export class MissingPackage extends Error {
  override readonly name = 'MissingPackage';
}

const purposes: Readonly<Record<string, string>> = {
  '@apidevtools/json-schema-ref-parser': 'a description of your own needs it',
  '@apidevtools/swagger-parser': 'a description of your own needs it',
  '@hono/node-server': 'the reference broker needs it',
  '@number0/iroh': 'reference peers over iroh need it',
  acorn: 'mutants of codecs need it',
  'bittorrent-dht': 'a node of the DHT needs it',
  'fast-check': 'conform fuzz draws its inputs with it',
  hono: 'the reference broker needs it',
  uqr: 'the reference broker needs it',
  werift: 'peers over WebRTC need it',
};

function optionalPackages(): Readonly<Record<string, string>> {
  const { optionalDependencies = {} } = JSON.parse(readFileSync(inPackage('package.json'), 'utf8')) as {
    optionalDependencies?: Record<string, string>;
  };
  return optionalDependencies;
}

const require = createRequire(import.meta.url);

function isInstalled(name: string): boolean {
  try {
    // The package.json, because one of the packages names a wrong main file, and Node would warn of it.
    require.resolve(`${name}/package.json`);
    return true;
  } catch (error) {
    // One that does not export this file is there all the same.
    return (error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND';
  }
}

/** The sentence for the packages of this list that are not installed. */
function missing(names: readonly string[]): MissingPackage {
  const ranges = optionalPackages();
  const [first = ''] = names;
  const command = `npm install ${names.map((name) => `${name}@${ranges[name]}`).join(' ')}`;
  const subject = names.length === 1 ? `${first} is not installed` : `${names.join(', ')} are not installed`;
  return new MissingPackage(`${subject}, and ${purposes[first] ?? 'this needs it'}: ${command}`);
}

/** Throws before anything is opened that would fail later. */
export function needPackages(...names: readonly string[]): void {
  const absent = names.filter((name) => !isInstalled(name));
  if (absent.length > 0) throw missing(absent);
}

/** The sentence for an import that failed because an optional package is not there; undefined for any other error. */
export function missingPackage(error: unknown): MissingPackage | undefined {
  if (error instanceof MissingPackage) return error;
  if (!(error instanceof Error) || (error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') {
    return undefined;
  }
  const name = /Cannot find package '([^']+)'/.exec(error.message)?.[1];
  return name !== undefined && Object.hasOwn(optionalPackages(), name) ? missing([name]) : undefined;
}
