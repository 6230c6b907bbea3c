/** A folder with one question for each file: counterexamples, and questions that reached something new. */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Request } from '../../suites/codec.js';
import { FileError, readJsonFile } from '../../vectors/schema.js';
import type { Seed } from './producers.js';

const LONGEST = 1024 * 1024;

/** Creates the folder if it does not exist. */
export function readCorpus(folder: string): readonly Seed[] {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    const why =
      error.code === 'EEXIST'
        ? 'is a file; name a folder'
        : `cannot be made: ${error.code}; name another folder`;
    throw new FileError(folder, '', why);
  }
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => ({ ...readQuestion(join(folder, name)), from: name }));
}

export function readQuestion(path: string): Request {
  return asQuestion(path, readJsonFile(path, LONGEST));
}

export function asQuestion(where: string, value: unknown): Request {
  const { structure, op, given, input } = Object(value) as Partial<Request>;
  const isWhole = typeof structure === 'string' && typeof op === 'string' && input !== undefined;
  if (!isWhole || typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw new FileError(
      where,
      '',
      'is not a question: it must have the members structure, op, given and input',
    );
  }
  return { structure, op, given, input };
}

/** Returns the path of the file. Its name depends only on the question. */
export function keep(folder: string, { structure, op, given, input }: Request): string {
  const text = `${JSON.stringify({ structure, op, given, input })}\n`;
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 16);
  const path = join(folder, `${structure.replaceAll('/', '-')}-${op}-${hash}.json`);
  writeFileSync(path, text);
  return path;
}
