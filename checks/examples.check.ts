import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { inPackage } from '../package.js';
import { structures } from '../reference/structures.js';
import { copySkeleton, MADE } from '../runners/exec/skeleton.js';
import { openExec } from '../runners/exec/target.js';
import { portOf } from '../runners/port_of.js';
import { Unclaimed } from '../suites/case.js';
import { vectorCases } from '../suites/codec.js';
import type { Context, Observation, Ports, Target } from '../suites/model.js';
import { loadVectors } from '../vectors/load.js';
import { buildExample, canBuild, examples } from './examples/build.js';

const cases = loadVectors().flatMap((file) => vectorCases(file, structures.get(file.structure)));

const has = (program: string, ...args: string[]) => spawnSync(program, args).status === 0;
const temporary: string[] = [];
afterAll(() => temporary.forEach((folder) => void rmSync(folder, { recursive: true, force: true })));

async function putAll(target: Target): Promise<{ asked: string[]; wrong: string[] }> {
  const asked: string[] = [];
  const wrong: string[] = [];
  const { signal } = new AbortController();
  const codec = await portOf(target, 'codec', {} as Context);
  await Promise.all(
    cases.map(async ({ id, run }) => {
      try {
        const seen = await run({ codec, signal } as Context & Ports);
        asked.push(id);
        if (!isRight(seen ?? undefined)) wrong.push(`${id}: ${JSON.stringify(seen)}`);
      } catch (error) {
        if (!(error instanceof Unclaimed)) throw error;
      }
    }),
  );
  return { asked, wrong };
}

const isRight = (seen: Observation | undefined) =>
  seen?.ended === 'seen' && seen.checks.every(({ ok }) => ok);

const readme = readFileSync(inPackage('examples', 'adapters', 'README.md'), 'utf8');
const rows = new Map(
  [...readme.matchAll(/^\| (\w+) +\| (\d+) structures?: (.*?) +\| (\d+) +\|/gm)].map(
    ([, folder = '', count, offers = '', lines]) => [
      folder,
      { count: Number(count), offers, lines: Number(lines) },
    ],
  ),
);
/** The structures that the README lists for a folder: these, or all except these. */
function offered(folder: string): string[] {
  const { offers = '' } = rows.get(folder) ?? {};
  const listed = [...offers.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
  return offers.startsWith('all of them but')
    ? [...structures.keys()].filter((name) => !listed.includes(name))
    : listed;
}

test.each([...rows])(
  'the README has the right numbers of lines and structures for %s',
  (folder, { count, lines }) => {
    const at = inPackage('examples', 'adapters', folder);
    const text = readdirSync(at, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !MADE.has(basename(entry.parentPath)) && !MADE.has(entry.name))
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
    expect({ lines: text.join('').split('\n').length - 1, count: offered(folder).length }).toEqual({
      lines,
      count,
    });
  },
);

async function expectRight(command: string, expected: readonly string[], atLeast: number): Promise<void> {
  const target = await openExec(command);
  try {
    const claims = Object.keys((target.capabilities as { structures: object }).structures);
    expect(claims.sort()).toEqual([...expected].sort());
    const { asked, wrong } = await putAll(target);
    expect(wrong).toEqual([]);
    expect(asked.length).toBeGreaterThanOrEqual(atLeast);
  } finally {
    await target.close();
  }
}

describe('the examples answer every vector that they claim', () => {
  for (const example of examples)
    test.skipIf(!canBuild(example))(
      example.language,
      async () => {
        const { command, folder } = buildExample(example);
        temporary.push(folder);
        await expectRight(command, offered(example.language), example.answers);
      },
      120_000,
    );

  test.skipIf(!has('go', 'version'))(
    'Go, as init adapter writes it',
    () => {
      const folder = mkdtempSync(join(tmpdir(), 'conform-adapter-'));
      temporary.push(folder);
      copySkeleton('go', folder);
      execFileSync('go', ['build', '-o', 'adapter', '.'], { cwd: folder, stdio: 'pipe' });
      return expectRight(`'${join(folder, 'adapter')}'`, ['openhost/frame', 'punch/token'], 250);
    },
    120_000,
  );
});
