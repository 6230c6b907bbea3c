/** The Python example with one defect at a time, and the verdicts and exit code of a whole run. */
import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { inPackage } from '../../package.js';
import { openhostStructures } from '../../reference/openhost/index.js';
import { punchStructures } from '../../reference/punch/index.js';
import { vectorCases } from '../../suites/codec.js';
import type { Result } from '../../suites/model.js';
import { loadVectorFile } from '../../vectors/load.js';
import { run } from '../run.js';
import { openExec } from './target.js';

const structures = [...punchStructures, ...openhostStructures];
const files = ['punch/token', 'openhost/frame', 'openhost/fragment', 'openhost/record'].map((name) =>
  loadVectorFile(name),
);
const cases = files.flatMap((file) =>
  vectorCases(
    file,
    structures.find(({ name }) => name === file.structure),
  ),
);
const inputOf = (id: string) => files.flatMap(({ vectors }) => vectors).find((each) => each.id === id)?.input;
const word = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
const broken = inPackage('runners', 'exec', 'testing', 'broken.py');
const example = inPackage('examples', 'adapters', 'python');

/** Milliseconds for a hello that never comes. Elsewhere a busy machine has more time to start Python. */
const HELLO: Readonly<Record<string, number>> = { 'silent-first': 2_000 };

const VICTIM = 'punch/token/decode-no-role';

async function runBroken(defect: string, victim = JSON.stringify(inputOf(VICTIM)), only = 'punch/token/') {
  const command = ['python3', broken, example, defect, victim].map(word).join(' ');
  const target = await openExec(command, {
    name: `exec:${defect}`,
    answer: 20_000,
    hello: HELLO[defect] ?? 20_000,
  });
  const results: Result[] = [];
  try {
    const footer = await run({
      cases: cases.filter(({ id }) => id.startsWith(only)),
      targets: [{ target, rerun: 'conform run' }],
      level: 'must',
      jobs: 64,
      seed: 1,
      specs: [],
      tool: { name: 'conform', version: '0' },
      signal: new AbortController().signal,
      line: (line) => line.kind === 'result' && results.push(line),
    });
    const of = (verdict: Result['verdict']) => results.filter((each) => each.verdict === verdict);
    const failed = of('fail').map(({ id }) => id);
    return { footer, results, of, failed };
  } finally {
    await target.close();
  }
}

const none = spawnSync('python3', ['--version']).status !== 0;

describe.skipIf(none)('an adapter that breaks', () => {
  test('on one input fails that case for that reason, and no other case', async () => {
    const { footer, of, failed } = await runBroken('signal');
    expect(failed).toEqual([VICTIM]);
    expect(of('fail')[0]?.reason).toMatch(/^crash: was ended by SIGKILL/);
    expect(of('pass')).toHaveLength(footer.planned - 1);
    expect(footer.exit).toBe(1);
  });

  test('by answering "unsupported" to one input skips that case', async () => {
    const { of } = await runBroken('unsupported');
    expect(of('skip').map(({ id }) => id)).toEqual([VICTIM]);
  });

  test.each(['stderr', 'children', 'deaf'])(
    'outside of its answers (%s) changes no verdict',
    async (defect) => {
      const { footer } = await runBroken(defect);
      expect(footer).toMatchObject({ exit: 0, counts: { pass: footer.planned } });
    },
  );

  test('by never saying hello blocks all cases and says why', async () => {
    const { footer, of } = await runBroken('silent-first');
    expect(of('blocked')).toHaveLength(footer.planned);
    expect(of('blocked')[0]?.reason).toContain('no hello for 2000 ms');
    expect(footer.exit).toBe(3);
  });
});

describe.skipIf(none)('a wrong decoder', () => {
  const rejections = (only: string) =>
    files
      .flatMap(({ vectors }) => vectors)
      .filter(({ id, expect }) => id.startsWith(only) && 'reject' in expect);

  test('that accepts everything fails every rejection vector, and nothing else', async () => {
    const { failed } = await runBroken('accept-all', '""', 'openhost/fragment/');
    expect(failed.sort()).toEqual(
      rejections('openhost/fragment/')
        .map(({ id }) => id)
        .sort(),
    );
  });

  test('that rejects everything passes nothing, not even a rejection vector', async () => {
    const { footer, of } = await runBroken('reject-all', '""', 'openhost/fragment/');
    expect(of('pass')).toEqual([]);
    expect(of('fail').length).toBeGreaterThan(0);
    expect(of('fail').length + of('blocked').length).toBe(footer.planned);
  });

  test('that crashes on one byte fails the vectors with that byte, which say that it crashed', async () => {
    const { of } = await runBroken('crash-on-byte', 'fe', 'openhost/fragment/');
    const carriers = files
      .flatMap(({ vectors }) => vectors)
      .filter(({ id, op, input }) => {
        if (!id.startsWith('openhost/fragment/') || op !== 'decode') return false;
        return Buffer.from(String(input), 'hex').includes(0xfe);
      });
    const crashed = of('fail').filter(({ reason }) => reason?.startsWith('crash: exited with code 9'));
    expect(carriers.length).toBeGreaterThan(0);
    expect(crashed.map(({ id }) => id).sort()).toEqual(carriers.map(({ id }) => id).sort());
    for (const { evidence } of crashed) expect(evidence?.map(({ name }) => name)).toContain('expected');
    const others = of('fail').filter((each) => !crashed.includes(each));
    expect(others.filter(({ reason }) => !reason?.includes('counts only where'))).toEqual([]);
  });

  test.each([
    [
      'limit-fragment',
      'openhost/fragment/',
      ['openhost/fragment/decode-spec-181', 'openhost/fragment/encode-spec-181'],
    ],
    [
      'limit-frame',
      'openhost/frame/',
      ['openhost/frame/stream-v1-length-above', 'openhost/frame/stream-v2-length-above'],
    ],
    [
      'limit-record',
      'openhost/record/',
      ['openhost/record/verify-ahead-7201', 'openhost/record/verify-old-7201'],
    ],
  ])('that is one off at its limit (%s) fails the vector just above', async (defect, only, shown) => {
    const { failed } = await runBroken(defect, '""', only);
    expect(failed.sort()).toEqual(shown);
  });
});
