/**
 * One seed gives the same stream, except for its times: in other locales and time zones, and on other versions of Node.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { inPackage } from '../package.js';
import { SUPPORTED } from './nodes/versions.js';

const folder = mkdtempSync(join(tmpdir(), 'conform-determinism-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Surroundings {
  readonly env?: Readonly<Record<string, string>>;
  readonly node?: string;
  readonly seed?: string;
}

/** The stream of a run of all vectors, without its times. */
function streamOf({ env = {}, node = process.execPath, seed = '7' }: Surroundings = {}): string {
  const path = join(folder, 'stream.jsonl');
  const words = ['run', '--quiet', '--seed', seed, '--report', `jsonl=${path}`];
  const { status, stderr } = spawnSync(node, [inPackage('dist', 'bin', 'conform.js'), ...words], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] ?? '', HOME: homedir(), ...env },
  });
  expect(status, stderr).toBe(0);
  return readFileSync(path, 'utf8').replaceAll(/,?"(?:ms|at|started)":(?:\d+(?:\.\d+)?|"[^"]*")/g, '');
}

/** The first different line of both streams, because whole streams have megabytes. */
function difference(one: string, other: string): readonly (string | undefined)[] {
  const [a, b] = [one.split('\n'), other.split('\n')];
  const at = a.findIndex((line, number) => line !== b[number]);
  return at < 0 && a.length === b.length ? [] : [a[at], b[at]];
}

const usual = streamOf();

it('is the same in a second run, and different for another seed', () => {
  expect(usual.split('\n').length).toBeGreaterThan(1_000);
  expect(difference(streamOf(), usual)).toEqual([]);
  expect(difference(streamOf({ seed: '8' }), usual)).not.toEqual([]);
});

describe('is the same', () => {
  it.each([
    { LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' },
    { LANG: 'ja_JP.EUC-JP', LC_ALL: 'ja_JP.EUC-JP' },
    { LANG: 'ar_EG.UTF-8', LC_ALL: 'ar_EG.UTF-8', LC_NUMERIC: 'ar_EG.UTF-8' },
    { LC_ALL: 'C' },
    { TZ: 'Asia/Kathmandu' },
    { TZ: 'America/St_Johns' },
    { TZ: 'Pacific/Kiritimati', LC_ALL: 'th_TH.UTF-8' },
  ])('under %j', (env) => {
    expect(difference(streamOf({ env }), usual)).toEqual([]);
  });

  // checks/nodes.ts fetches these versions. A version that is not in its cache is skipped.
  const cache = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'conform-nodes');
  const others = SUPPORTED.filter((version) => existsSync(join(cache, version, 'bin', 'node')));
  it.skipIf(others.length === 0).each(others.length > 0 ? others : ['none'])('on Node %s', (version) => {
    expect(difference(streamOf({ node: join(cache, version, 'bin', 'node') }), usual)).toEqual([]);
  });
});
