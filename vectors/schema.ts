/** JSON Schema 2020-12 for files that people write. An error names the file, the pointer and the reason. */
import { statSync } from 'node:fs';
import { NoOtherEnd, readText } from '../open_file.js';
import { type GroupName, membersAt, type SchemaError, validatorOf } from '../validators.js';

export class FileError extends Error {
  override readonly name = 'FileError';
  constructor(
    readonly file: string,
    /** A JSON pointer into the file; empty for the whole. */
    readonly pointer: string,
    readonly reason: string,
    /** The unknown member, and the known ones at this place. */
    readonly member?: { readonly name: string; readonly known: readonly string[] },
  ) {
    super(`${file}${pointer === '' ? '' : `#${pointer}`}: ${reason}`);
  }
}

const MAX_FILE = 32 * 1024 * 1024;

export const readJsonFile = (path: string, limit = MAX_FILE): unknown =>
  parseJsonFrom(path, readTextFile(path, limit));

export function readTextFile(path: string, limit = MAX_FILE): string {
  try {
    const { size } = statSync(path);
    if (size > limit)
      throw new FileError(path, '', `is ${size} bytes long, the limit is ${limit}: name another file`);
    const text = readText(path, limit);
    if (text === undefined)
      throw new FileError(path, '', `is longer than the limit of ${limit} bytes: name another file`);
    return text;
  } catch (error) {
    if (error instanceof FileError) throw error;
    const { code = String(error), message } = error as NodeJS.ErrnoException;
    throw new FileError(
      path,
      '',
      `cannot be read: ${error instanceof NoOtherEnd ? message : `${code}; ${HINTS[code] ?? 'name another file'}`}`,
    );
  }
}

export function parseJsonFrom(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new FileError(
      path,
      '',
      `is not JSON: ${error instanceof Error ? error.message : String(error)}; correct the file`,
    );
  }
}

/** Checks values of files against a schema of the package. */
export type Check = (file: string, value: unknown) => void;

export function checker(group: GroupName, id: string): Check {
  return (file, value) => {
    const validate = validatorOf(group, id);
    if (validate(value)) return;
    const [error] = validate.errors ?? [];
    throw faultIn(group, file, error);
  };
}

const HINTS: Readonly<Record<string, string>> = {
  EACCES: 'name a file that you may read',
  EISDIR: 'it is a folder; name a file',
  ENOENT: 'name a file that exists',
};

/** The patterns of our schemas in words. */
const PATTERNS: Readonly<Record<string, string>> = {
  '\\S': 'must not be empty',
  '^(env|file):.': 'must be env:NAME or file:PATH',
  '^[A-Za-z_][A-Za-z0-9_]*(=.*)?$': 'must be NAME or NAME=VALUE',
  '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$': 'must be a date, YYYY-MM-DD',
  '^[a-z0-9][a-z0-9._-]*$': 'must be of lower-case letters, digits, dots, underscores and hyphens',
};

function faultIn(group: GroupName, file: string, error: SchemaError | undefined): FileError {
  const { instancePath = '', params = {} } = error ?? {};
  const name = params['additionalProperty'] ?? params['unevaluatedProperty'];
  const known = error && typeof name === 'string' ? membersAt(group, error) : [];
  const member = typeof name === 'string' && known.length > 0 ? { name, known } : undefined;
  return new FileError(file, instancePath, reasonOf(error ?? { params: {} }), member);
}

function reasonOf(error: Pick<SchemaError, 'message' | 'params'>): string {
  const extra = error.params['additionalProperty'] ?? error.params['unevaluatedProperty'];
  const allowed = error.params['allowedValues'];
  if (typeof extra === 'string') return `has an unknown member "${extra}"`;
  if (Array.isArray(allowed)) return `must be one of ${allowed.map(String).join(', ')}`;
  const told = PATTERNS[String(error.params['pattern'])];
  if (told !== undefined) return told;
  return error.message ?? 'does not fit the schema';
}
