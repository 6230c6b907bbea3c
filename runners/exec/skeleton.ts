import { cpSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { inPackage, invocation } from '../../package.js';
import { quoteWord } from './words.js';

type Commands = (at: (file: string) => string) => { readonly build?: string; readonly run: string };

/** The command that builds each skeleton, and the one that follows `exec:`. A language is a line here and a folder of the examples. */
const commands = {
  python: (at) => ({ run: `python3 ${at('adapter.py')}` }),
  go: (at) => ({ build: `go build -C ${at('.')} -o adapter .`, run: at('adapter') }),
  rust: (at) => ({
    build: `cargo build --release --manifest-path ${at('Cargo.toml')}`,
    run: at('target/release/adapter'),
  }),
  typescript: (at) => ({
    build: `npm --prefix ${at('.')} install && npm --prefix ${at('.')} run build`,
    run: `node ${at('dist/adapter.js')}`,
  }),
  java: (at) => ({
    build: `javac -d ${at('classes')} -sourcepath ${at('.')} ${at('Adapter.java')}`,
    run: `java -cp ${at('classes')} Adapter`,
  }),
  c: (at) => ({ build: `make -C ${at('.')}`, run: at('adapter') }),
} as const satisfies Record<string, Commands>;

export type Language = keyof typeof commands;
export const LANGUAGES = Object.keys(commands) as readonly Language[];

/** Names that building and running create. They are not copied. */
export const MADE: ReadonlySet<string> = new Set([
  'node_modules',
  'dist',
  'target',
  '__pycache__',
  'classes',
  'adapter',
  'Cargo.lock',
]);

/** The files to copy, if the folder of the example has more: the Go example answers for all structures but SDP. */
const PARTS: Partial<Record<Language, readonly string[]>> = {
  go: ['go.mod', 'main.go', 'given.go', 'strict_json.go', 'openhost_frame.go', 'punch_token.go'],
};

/** A file of that name already exists. */
export class Occupied extends Error {
  override readonly name = 'Occupied';
}

/** Copies an adapter to start from; returns the commands that build it and run the vectors against it. */
export function copySkeleton(language: Language, folder: string): string[] {
  const from = inPackage('examples', 'adapters', language);
  const files = PARTS[language] ?? readdirSync(from).filter((name) => !MADE.has(name));
  const taken = files.find((name) => existsSync(join(folder, name)));
  if (taken !== undefined) {
    throw new Occupied(`${join(folder, taken)} already exists and is not overwritten: name another --out`);
  }
  mkdirSync(folder, { recursive: true });
  for (const name of files) {
    cpSync(join(from, name), join(folder, name), {
      recursive: true,
      filter: (path) => !MADE.has(basename(path)),
      errorOnExist: true,
      force: false,
    });
  }
  // A program without a slash would be searched in PATH.
  const at = (file: string): string => {
    const path = join(folder, file);
    return quoteWord(path.includes('/') || file === '.' ? path : `./${path}`);
  };
  const { build, run }: ReturnType<Commands> = commands[language](at);
  return [...(build === undefined ? [] : [build]), `${invocation()} run --target ${shown(`exec:${run}`)}`];
}

/** Uses double quotes, so that single quotes inside stay readable. */
const shown = (target: string): string => `"${target.replace(/["\\$`]/g, '\\$&')}"`;
