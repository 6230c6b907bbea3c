import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Waiver } from '../runners/waivers.js';
import { withoutComments } from '../vectors/jsonc.js';
import { conform as ask } from './testing/conform.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'conform-waive-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** An adapter whose answer to one vector is an expression of JavaScript; all others are rejected or right. */
function adapter(answer: string): string {
  const file = join(folder, 'adapter.mjs');
  writeFileSync(
    file,
    `import { createInterface } from 'node:readline';
    let asked = 0;
    for await (const line of createInterface({ input: process.stdin })) {
      const { id, hello, input } = JSON.parse(line);
      if (hello) console.log('{"conform":1,"hello":{"name":"toy","version":"1","structures":{"tunnel/key-file":["decode"]}}}');
      else { asked++; console.log(JSON.stringify({ id, ...(${answer}) })); }
    }`,
  );
  return `exec:${process.execPath} ${file}`;
}
const rejects = `{ reject: 'no' }`;
const right = '{ accept: input }';

const ID = 'tunnel/key-file/decode-32';
const run = (answer: string, ...words: string[]) =>
  ask(
    [
      'run',
      '--quiet',
      '--target',
      adapter(answer),
      '--only',
      ID,
      '--level',
      'should',
      '--report',
      'console',
      ...words,
    ],
    {
      cwd: folder,
    },
  );
const record = (...words: string[]) =>
  ask(
    [
      'waivers',
      'record',
      '--from',
      'run.jsonl',
      '--reason',
      'known',
      '--issue',
      'https://example.com/1',
      ...words,
    ],
    { cwd: folder },
  );
const LATER = ['--expires', '2999-12-31'];
const waivers = (): Waiver[] =>
  JSON.parse(withoutComments(readFileSync(join(folder, 'waivers.json'), 'utf8'))) as Waiver[];
const recording = ['--report', 'jsonl=run.jsonl'];

describe('conform waivers record', () => {
  it('writes no second waiver for a failure that has one, and says so', async () => {
    await run(rejects, ...recording);
    await record(...LATER);
    const before = waivers();
    const { stdout, stderr, status } = await record('--expires', '2999-11-30');
    expect({ stdout, stderr, status }).toEqual({
      stdout: 'waivers.json: 0 waivers written\n',
      stderr: `conform: ${ID} already has a waiver, which is kept as it is\n`,
      status: 0,
    });
    expect(waivers()).toEqual(before);
  });

  it('writes one for each gating failure, with the failed check, and the next run is not red by it', async () => {
    expect((await run(rejects, ...recording)).status).toBe(1);
    const { status, stdout } = await record(...LATER);
    expect({ status, stdout }).toEqual({
      status: 0,
      stdout: `waivers.json: 1 waiver written\n  fail  ${ID}\n`,
    });
    expect(waivers()).toEqual([
      {
        id: ID,
        target: expect.stringMatching(/^exec:/),
        expect: 'fail',
        sees: expect.objectContaining({ what: expect.any(String) }),
        reason: 'known',
        issue: 'https://example.com/1',
        expires: '2999-12-31',
      },
    ]);
    const again = await run(rejects, '--waivers', 'waivers.json');
    expect(again.stdout).toContain('1 fail waived');
    expect(again.stdout).not.toContain('gating case failed');
    // Nothing passed, so that it is not green either.
    expect(again.status).toBe(3);
  });

  it('lets another failure of the same case gate', async () => {
    await run(rejects, ...recording);
    await record(...LATER);
    const { status, stdout } = await run(`{ accept: '00' }`, '--waivers', 'waivers.json');
    expect(stdout).toContain('1 gating case failed');
    expect(status).toBe(1);
  });

  it('keeps the waivers of the file, and follows the globs of --only', async () => {
    await run(rejects, ...recording);
    writeFileSync(join(folder, 'waivers.json'), '// ours\n[]\n');
    expect((await record(...LATER, '--only', 'punch/**')).stdout).toBe('waivers.json: 0 waivers written\n');
    expect((await record(...LATER, '--only', 'tunnel/**')).status).toBe(0);
    expect(readFileSync(join(folder, 'waivers.json'), 'utf8')).toMatch(/^\/\/ ours\n\[\n {2}\{\n/);
    expect(waivers()).toHaveLength(1);
  });

  it('measures the rate of a case that fails in some rounds', async () => {
    const flaky = `asked % 2 ? { reject: 'no' } : ${right}`;
    await run(flaky, ...recording, '--repeat', '10', '--jobs', '1');
    expect((await record(...LATER)).status).toBe(0);
    expect(waivers()).toMatchObject([{ id: ID, expect: 'flaky', rate: 0.5, rounds: 10 }]);
    const held = ['--waivers', 'waivers.json', '--repeat', '10', '--jobs', '1'];
    expect((await run(flaky, ...held)).status).toBe(0);
    const worse = await run(rejects, ...held);
    expect(worse.stdout).toContain('expects a fail in 50 % of the rounds, and 10 of 10 failed');
    expect(worse.status).toBe(1);
    const better = await run(right, ...held);
    expect(better.stdout).toContain('passed in all 10 rounds');
    expect(better.status).toBe(1);
  });

  it.each([
    ['an empty reason', ['--reason', ' ', ...LATER], '--reason'],
    ['no date', [], '--expires'],
    ['a past date', ['--expires', '2020-01-01'], '2020-01-01 is past'],
    ['a day that does not exist', ['--expires', '2999-02-30'], 'YYYY-MM-DD'],
    ['a recording that does not exist', [...LATER, '--from', 'none.jsonl'], '--from'],
  ])('rejects %s and writes nothing', async (_name, words, told) => {
    await run(rejects, ...recording);
    const { status, stderr } = await ask(
      [
        'waivers',
        'record',
        ...(words.includes('--from') ? [] : ['--from', 'run.jsonl']),
        ...(words.includes('--reason') ? [] : ['--reason', 'known']),
        '--issue',
        'https://example.com/1',
        ...words,
      ],
      { cwd: folder },
    );
    expect(stderr).toContain(told);
    expect(status).toBe(2);
    expect(existsSync(join(folder, 'waivers.json'))).toBe(false);
  });
});

describe('conform waivers prune', () => {
  const written = `[
  // fails still
  { "id": "${ID}", "expect": "fail", "reason": "a", "expires": "2999-12-31" },
  // matches no case
  { "id": "tunnel/none/*", "expect": "fail", "reason": "b", "expires": "2999-12-31" },
  // not asked
  { "id": "punch/5/create", "expect": "fail", "reason": "c", "expires": "2999-12-31" }
]
`;
  const prune = () => ask(['waivers', 'prune', '--from', 'run.jsonl'], { cwd: folder });

  it('drops waivers that match nothing, and keeps comments and order', async () => {
    writeFileSync(join(folder, 'waivers.json'), written);
    await run(rejects, ...recording);
    const { status, stdout } = await prune();
    expect(stdout).toContain('1 waiver dropped, 2 kept');
    expect(stdout).toContain('dropped tunnel/none/*: it matches no case');
    expect(stdout).toContain('kept    punch/5/create: its case did not run');
    expect(status).toBe(0);
    expect(waivers().map(({ id }) => id)).toEqual([ID, 'punch/5/create']);
    expect(readFileSync(join(folder, 'waivers.json'), 'utf8').match(/\/\/.*/g)).toEqual([
      '// fails still',
      '// matches no case',
      '// not asked',
    ]);
  });

  it('drops waivers whose case passes', async () => {
    writeFileSync(join(folder, 'waivers.json'), written);
    await run(right, ...recording);
    expect((await prune()).stdout).toContain(`dropped ${ID}: ${ID} passes`);
    expect(waivers().map(({ id }) => id)).toEqual(['punch/5/create']);
  });

  it('rejects a recording that was cut, and drops nothing', async () => {
    writeFileSync(join(folder, 'waivers.json'), written);
    await run(right, ...recording);
    const whole = readFileSync(join(folder, 'run.jsonl'));
    writeFileSync(join(folder, 'run.jsonl'), whole.subarray(0, whole.length - 40));
    const { status, stderr } = await prune();
    expect(stderr).toContain('is incomplete');
    expect(status).toBe(2);
    expect(readFileSync(join(folder, 'waivers.json'), 'utf8')).toBe(written);
  });
});

describe('the summary', () => {
  it('names the waivers that expire within 14 days', async () => {
    // At midnight the days of the test and those of the run would differ.
    vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2030, 0, 2, 12) });
    onTestFinished(() => void vi.useRealTimers());
    const day = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
    const one = (id: string, expires: string) => ({
      id,
      expect: 'fail',
      reason: 'known',
      expires,
      target: 'x',
    });
    const list = [one(ID, day(14)), one('punch/5/create', day(15)), one('punch/5/cors', day(0))];
    writeFileSync(join(folder, 'waivers.json'), JSON.stringify(list));
    const { stdout } = await run(rejects, '--waivers', 'waivers.json');
    expect(stdout).toContain(`the waiver of ${ID} expires on ${day(14)}, in 14 days`);
    expect(stdout).toContain(`the waiver of punch/5/cors expires on ${day(0)}, today`);
    expect(stdout).not.toContain('punch/5/create');
  });
});
