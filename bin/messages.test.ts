/**
 * What the program says when it is used wrongly, read as a person reads it: what is wrong, where, and what to do next.
 * The rows are in `bin/testing/messages`. A new class of errors is a row there, or a line in `internal.ts`.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { inPackage } from '../package.js';
import { conform } from './testing/conform.js';
import { calls } from './testing/messages/calls.js';
import { errorClasses, sources } from './testing/messages/classes.js';
import { writeFiles } from './testing/messages/files.js';
import { internal } from './testing/messages/internal.js';
import { options } from './testing/messages/options.js';
import { recordings } from './testing/messages/recordings.js';
import type { MessageRow } from './testing/messages/row.js';
import { serve } from './testing/messages/serve.js';
import { targets } from './testing/messages/targets.js';

const rows: readonly MessageRow[] = [...options, ...recordings, ...targets, ...serve, ...calls];
const classes = errorClasses();
const folder = mkdtempSync(join(tmpdir(), 'conform-messages-'));

/** Stands between a class and `Error`, and notes what is thrown. */
const thrown = new Set<string>();
class Witness extends Error {
  constructor(...given: ConstructorParameters<ErrorConstructor>) {
    super(...given);
    thrown.add(new.target.name);
  }
}

const parents = new Map<object, object>();

async function watchClasses(): Promise<void> {
  for (const { name, file } of classes) {
    const found: unknown = Reflect.get(await import(inPackage(file)), name);
    if (typeof found !== 'function' || Object.getPrototypeOf(found) !== Error) continue;
    parents.set(found, Error);
    Object.setPrototypeOf(found, Witness);
  }
}

beforeAll(async () => {
  await writeFiles(folder);
  await watchClasses();
});
afterAll(() => {
  for (const [one, parent] of parents) Object.setPrototypeOf(one, parent);
  rmSync(folder, { recursive: true });
});

interface Answer {
  readonly status: number | undefined;
  readonly text: string;
}

async function answerTo({ ask, hurries }: MessageRow): Promise<Answer> {
  if (typeof ask === 'function') return { status: undefined, text: await messageOf(ask) };
  let now = 0;
  const clock = hurries ? vi.spyOn(performance, 'now').mockImplementation(() => (now += 10_000)) : undefined;
  try {
    const { status, stdout, stderr } = await conform(ask, {
      cwd: folder,
      env: { PATH: process.env['PATH'] },
    });
    return { status, text: `${stdout}${stderr}` };
  } finally {
    clock?.mockRestore();
  }
}

async function messageOf(call: () => unknown): Promise<string> {
  const before = process.cwd();
  process.chdir(folder);
  try {
    await call();
  } catch (error) {
    if (error instanceof Error) return error.message;
  } finally {
    process.chdir(before);
  }
  return 'nothing was thrown';
}

const nameOf = ({ name, ask, raises, what }: MessageRow): string =>
  name ?? (typeof ask === 'function' ? `${raises}: ${what}` : ask.join(' '));

/** `prose.md`: words that a reader has to decode. */
const RIDDLES = /\b(?:(?<!there )is no |is none|are none|wants|whoever|sorry|please|oops)\b/;

describe('a message says what is wrong, where, and what to do next', () => {
  it.each(rows.map((row) => [nameOf(row), row] as const))('%s', async (_name, row) => {
    thrown.clear();
    const { status, text } = await answerTo(row);
    const told = text.replace(/\s+/g, ' ');
    for (const part of [row.what, row.where, row.next]) expect(told).toContain(part);
    expect(told).not.toMatch(RIDDLES);
    if (typeof row.ask !== 'function') expect(status).toBe(row.exit ?? 2);
    if (row.raises !== undefined) expect([...thrown]).toContain(row.raises);
  });
});

describe('each error class', () => {
  const shown = new Set(rows.flatMap(({ raises }) => raises ?? []));
  const names = new Set(classes.map(({ name }) => name));

  it('has a row, or a reason why nobody meets its message', () => {
    const forgotten = classes.filter(({ name }) => !shown.has(name) && internal[name] === undefined);
    expect(forgotten.map(({ name, file }) => `${name} in ${file}`)).toEqual([]);
  });

  it('is in one of the two lists, and exists', () => {
    expect([...shown].filter((name) => internal[name] !== undefined)).toEqual([]);
    expect([...shown, ...Object.keys(internal)].filter((name) => !names.has(name))).toEqual([]);
  });

  it('has no message that a reader must decode, in a row or not', () => {
    const made = new RegExp(`new (?:${[...shown].join('|')})\\(([^;]*);`, 'g');
    const found = sources().flatMap(({ file, text }) =>
      Array.from(text.matchAll(made), ([, given = '']) => given).flatMap((given) =>
        RIDDLES.test(given) ? [`${file}: ${given}`] : [],
      ),
    );
    expect(found).toEqual([]);
  });

  it('has a name that no other class has', () => {
    expect(classes.map(({ name }) => name).sort()).toEqual([...names].sort());
  });
});
