/** JSON Schema 2020-12 over files that people write: what is wrong is told with file, pointer and reason. */
import { readFileSync, statSync } from 'node:fs';
import { Ajv2020, type AnySchemaObject, type ValidateFunction } from 'ajv/dist/2020.js';

export class FileError extends Error {
  override readonly name = 'FileError';
  constructor(
    readonly file: string,
    /** A JSON pointer into the file; empty for the whole. */
    readonly pointer: string,
    readonly reason: string,
  ) {
    super(`${file}${pointer === '' ? '' : `#${pointer}`}: ${reason}`);
  }
}

const MAX_FILE = 32 * 1024 * 1024;

export function readJsonFile(path: string, limit = MAX_FILE): unknown {
  let text: string;
  try {
    const { size } = statSync(path);
    if (size > limit) throw new FileError(path, '', `is ${size} bytes long, the limit is ${limit}`);
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof FileError) throw error;
    throw new FileError(
      path,
      '',
      `cannot be read: ${(error as NodeJS.ErrnoException).code ?? String(error)}`,
    );
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new FileError(path, '', `is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Where `contentEncoding: base16` applied during the last validation: the texts that are bytes. */
export interface Checker {
  check(file: string, value: unknown): void;
  bytePaths(value: unknown): readonly string[];
}

export const checker = (schema: AnySchemaObject): Checker => checkers()(schema);

/** Checkers of schemas that refer to these ones, which are compiled for all of them together. */
export function checkers(...shared: readonly AnySchemaObject[]): (schema: AnySchemaObject) => Checker {
  const paths: string[] = [];
  const ajv = new Ajv2020({
    allErrors: false,
    strict: true,
    allowUnionTypes: true,
    strictTypes: false,
    strictRequired: false,
    // Compiling is what takes time here: a file is read once. The schemas are our own, and a test checks them.
    code: { optimize: false },
    validateSchema: false,
  });
  ajv.removeKeyword('contentEncoding');
  ajv.addKeyword({
    keyword: 'contentEncoding',
    type: 'string',
    schemaType: 'string',
    validate: (encoding: string, _data: string, _parent?: unknown, context?: { instancePath: string }) => {
      if (encoding === 'base16' && context) paths.push(context.instancePath);
      return true;
    },
  });
  for (const one of shared) ajv.addSchema(one);
  return (schema) => {
    let compiled: ValidateFunction | undefined;
    const validate = (value: unknown): ValidateFunction => {
      compiled ??= ajv.compile(schema);
      paths.length = 0;
      compiled(value);
      return compiled;
    };
    return {
      check(file, value) {
        const [error] = validate(value).errors ?? [];
        if (error) throw new FileError(file, error.instancePath, reasonOf(error));
      },
      bytePaths(value) {
        validate(value);
        return [...new Set(paths)];
      },
    };
  };
}

function reasonOf(error: { message?: string; params: Record<string, unknown> }): string {
  const extra = error.params['additionalProperty'] ?? error.params['unevaluatedProperty'];
  const allowed = error.params['allowedValues'];
  if (typeof extra === 'string') return `has an unknown member "${extra}"`;
  if (Array.isArray(allowed)) return `must be one of ${allowed.map(String).join(', ')}`;
  return error.message ?? 'does not fit the schema';
}
