/** The error classes of the program, as its sources declare them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inPackage } from '../../../package.js';

const ROOMS = ['bin', 'reference', 'reports', 'runners', 'suites', 'vectors'];
const CLASS = /^(?:export )?class (\w+) extends (\w+)/gm;

interface Declared {
  readonly name: string;
  readonly extends: string;
  readonly file: string;
}

/** The classes of the rooms and of the root. */
export function errorClasses(): readonly Declared[] {
  const all = sources().flatMap(({ file, text }) =>
    Array.from(
      text.matchAll(CLASS),
      ([, name = '', base = '']): Declared => ({
        name,
        extends: base,
        file,
      }),
    ),
  );
  const known = new Set(['Error']);
  for (let before = 0; before !== known.size; ) {
    before = known.size;
    for (const one of all) if (known.has(one.extends)) known.add(one.name);
  }
  return all.filter((one) => known.has(one.extends));
}

interface Source {
  readonly file: string;
  readonly text: string;
}

let read: readonly Source[] | undefined;

/** The sources of the build, without tests and modules that only tests use. */
export function sources(): readonly Source[] {
  read ??= ['', ...ROOMS].flatMap((room) =>
    readdirSync(inPackage(room), { recursive: room !== '', encoding: 'utf8' })
      .map((name) => join(room, name))
      .filter((file) => /(?<!\.test|\.check|\.config|\.d)\.ts$/.test(file) && !/\/testing\//.test(file))
      .map((file) => ({ file, text: readFileSync(inPackage(file), 'utf8') })),
  );
  return read;
}
