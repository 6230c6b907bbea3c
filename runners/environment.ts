/**
 * The part of our environment that a program under test inherits: variables for finding its tools, and locales. It inherits
 * nothing else, because CI keeps secrets there. `--env NAME` and the member `env` of a config pass more.
 */
export type Variables = Readonly<Record<string, string>>;

const PASSED: ReadonlySet<string> = new Set([
  ...['PATH', 'HOME', 'USER', 'LOGNAME', 'SHELL', 'PWD', 'TERM', 'TZ', 'LANG', 'LANGUAGE'],
  ...['TMPDIR', 'TMP', 'TEMP', 'VIRTUAL_ENV', 'CARGO_TARGET_DIR', 'GOCACHE', 'GOMODCACHE'],
  // Programs do not start on Windows without these.
  ...['PATHEXT', 'SYSTEMROOT', 'COMSPEC', 'APPDATA', 'LOCALAPPDATA', 'USERPROFILE'],
]);
/** The names of locales, desktop folders, and search paths of compilers and interpreters. */
const PASSED_FORMS = /^LC_|^XDG_|_HOME$|PATH$|ROOT$/;

export function inheritedEnvironment(
  given: Variables = {},
  from: NodeJS.ProcessEnv = process.env,
): NodeJS.ProcessEnv {
  const inherited = Object.entries(from).filter(
    ([name]) => PASSED.has(name.toUpperCase()) || PASSED_FORMS.test(name),
  );
  return { ...Object.fromEntries(inherited), ...given };
}

/** `NAME` passes the current value, `NAME=VALUE` sets one. */
export function readVariable(
  written: string,
  from: NodeJS.ProcessEnv = process.env,
): readonly [string, string] {
  const [, name, own] = /^([A-Za-z_][A-Za-z0-9_]*)(?:=(.*))?$/s.exec(written) ?? [];
  if (name === undefined) {
    throw new BadVariable(`must be NAME or NAME=VALUE, received ${JSON.stringify(written.split('=')[0])}`);
  }
  const value = own ?? from[name];
  if (value === undefined)
    throw new BadVariable(`the environment has no ${name}: set it, or write ${name}=VALUE`);
  return [name, value];
}

export class BadVariable extends Error {
  override readonly name = 'BadVariable';
}

/** The option `--env`, for all kinds of targets that start a program. */
export const environmentOption = {
  env: {
    form: 'variables',
    describe: 'environment variable that the program under test gets, NAME or NAME=VALUE (repeatable)',
  },
} as const;
