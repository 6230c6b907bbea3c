/** `conform report site`: a folder of pages, from recordings or folders of them. */

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { defined } from '../../defined.js';
import { counted } from '../../reports/duration.js';
import type { SiteKnowledge } from '../../reports/site/knowledge.js';
import { type SiteFile, siteOf } from '../../reports/site/site.js';
import type { Vector } from '../../vectors/vector.js';
import { clauseKills, knownBackground } from '../background.js';
import { UsageError } from '../command.js';
import { openLibrary } from '../library.js';

/** Lists the files of a site, so that a later site replaces them and nothing else. */
const LIST = 'conform-site.json';

/** Writes the site, and returns the message about it. */
export function writeSite(from: readonly string[], out: string | undefined): string {
  if (out === undefined)
    throw new UsageError('--out is missing: name the folder in which the site is written, --out DIR');
  const paths = from.flatMap(recordingsIn);
  const before = earlierIn(out);
  const written: string[] = [];
  for (const file of siteOf(paths, knowledgeOf, knownBackground)) {
    write(out, file);
    written.push(file.path);
  }
  const now = new Set(written);
  for (const path of before) if (!now.has(path)) rmSync(join(out, path), { force: true });
  write(out, { path: LIST, text: `${JSON.stringify({ files: written }, null, 2)}\n` });
  return `${counted(written.length, 'file')} from ${counted(paths.length, 'recording')}: open ${join(out, 'index.html')}\n`;
}

/** The named file, or each recording in the named folder. */
function recordingsIn(path: string): readonly string[] {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return [path];
  const found = readdirSync(path)
    .filter((name) => name.endsWith('.jsonl'))
    .sort();
  if (found.length === 0)
    throw new UsageError(
      `--from ${path}: this folder has no .jsonl file: name a recording, or a folder of them`,
    );
  return found.map((name) => join(path, name));
}

/** The files of an earlier site in this folder. Rejects a folder with other files. */
function earlierIn(out: string): readonly string[] {
  const file = statSync(out, { throwIfNoEntry: false });
  if (!file) return [];
  if (!file.isDirectory()) throw new UsageError(`--out ${out}: it is a file: name a folder`);
  if (readdirSync(out).length === 0) return [];
  const list = join(out, LIST);
  if (!existsSync(list))
    throw new UsageError(
      `--out ${out}: this folder is not empty and holds no site of conform: name a new folder`,
    );
  const files = filesIn(readFileSync(list, 'utf8'));
  if (!files) throw new UsageError(`--out: ${list} is damaged: remove the folder ${out}`);
  return files;
}

/** The listed files. Names that a site never has make the list invalid, so nothing outside the folder is ever removed. */
function filesIn(text: string): readonly string[] | undefined {
  try {
    const { files }: { files?: unknown } = JSON.parse(text);
    const isOurs = (path: unknown): path is string =>
      typeof path === 'string' && /^(?:[\w-]+\/)?[\w.%-]+\.(?:html|css|svg|json)$/.test(path);
    return Array.isArray(files) && files.every(isOurs) ? files : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function write(out: string, { path, text }: SiteFile): void {
  const whole = join(out, path);
  try {
    mkdirSync(dirname(whole), { recursive: true });
    writeFileSync(whole, text);
  } catch (error) {
    throw new UsageError(
      `--out ${out}: ${error instanceof Error ? error.message : String(error)}: name another folder`,
    );
  }
}

function knowledgeOf(protocols: ReadonlySet<string>): SiteKnowledge {
  const { requirements, cases, findings, vectors } = openLibrary();
  const asked = <T extends { readonly protocol: string }>(all: readonly T[]): T[] =>
    all.filter(({ protocol }) => protocols.has(protocol));
  return {
    clauses: asked(requirements).map(({ id, protocol, section, level, text, binds, observed, excluded }) => ({
      ...{ id, protocol, section, level, text, binds, observed },
      ...defined({ untested: excluded, mutants: clauseKills(protocol, id) }),
    })),
    cases: asked(cases).map(({ id, title, why, requires }) => {
      const vector = vectors.get(id);
      return {
        ...{ id, title, requires },
        ...defined({ why, vector: vector && shownVector(vector) }),
      };
    }),
    findings: asked(findings),
  };
}

const shownVector = ({ op, given, input, expect }: Vector) => ({
  op,
  given,
  input,
  expect: 'accept' in expect ? { accept: expect.accept } : { reject: expect.reject },
});
