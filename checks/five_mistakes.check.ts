/**
 * A token adapter in Python with five mistakes. The console report must name each of them, one at a time and all
 * together.
 */
import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { conform } from '../bin/testing/conform.js';
import { inPackage } from '../package.js';
import { quoteWord } from '../runners/exec/words.js';

/** What the report must say about each mistake. */
const told: Readonly<Record<string, readonly RegExp[]>> = {
  'signs-the-text': [
    /^punch\/token: \d+ cases of the reading "octets" do not pass, and all \d+ of "text" pass\. If the target speaks "text", let it declare that dialect/m,
    /signing the admin payload returns one exact token[\s\S]*finding +PUNCH-F12: The text does not say whether the HMAC covers the octets of the payload or their base64url text/,
  ],
  'takes-now-for-seconds': [
    /given +\{[^\n]*"now":1777810694000[^\n]*\n[\s\S]*?expected +\{"accept":\{[^\n]*"exp":1777810754\}\}\n +received +\{"reject":"expired"\}/,
  ],
  'forgets-the-stream': [
    /a token of another stream is rejected[\s\S]*received +\{"accept":[\s\S]*matters +Otherwise one camera operator takes the slot of another\./,
  ],
  'decodes-leniently': [/a token with "\+" where base64url has "-" is rejected[\s\S]*"base64url\/alphabet"/],
  'drops-null': [
    /an admin token with all four members is issued[\s\S]*"unreadable":"DecodeError: token\/missing-stream/,
  ],
};
const all = Object.keys(told);
const none = spawnSync('python3', ['--version']).status !== 0;

async function report(mistakes: readonly string[], seed = 1) {
  const words = [
    inPackage('checks', 'five_mistakes', 'mistaken.py'),
    inPackage('examples', 'adapters', 'python'),
    ...mistakes,
  ];
  const target = `exec:python3 ${words.map(quoteWord).join(' ')}`;
  const { status, stdout } = await conform([
    ...['run', '--quiet', '--seed', String(seed), '--only', 'punch/token/**', '--target', target],
  ]);
  return { status, text: stdout, finds: all.filter((one) => told[one]?.some((said) => said.test(stdout))) };
}

describe.skipIf(none)('the report of an adapter with', { timeout: 120_000 }, () => {
  it('reports each mistake, and never as green', async () => {
    expect(await report([])).toMatchObject({ status: 0, finds: [] });
  });

  it.each(all)('the mistake %s names this mistake and no other', async (mistake) => {
    expect(await report([mistake])).toMatchObject({ status: 1, finds: [mistake] });
  });

  it('all five mistakes is the same for every seed', async () => {
    const texts = new Set<string>();
    for (const seed of [1, 2, 77]) {
      const { text } = await report(all, seed);
      expect(text).toContain(`seed ${seed}`);
      texts.add(text.replace(/seed \d+/g, '').replace(/ in [\d.]+ m?s /g, ' '));
    }
    expect([...texts]).toHaveLength(1);
  });

  it('all five mistakes shows the next one after each fix, until it is green', async () => {
    let left: readonly string[] = all;
    const mended: string[] = [];
    while (left.length > 0) {
      const { status, finds, text } = await report(left);
      expect(status).toBe(1);
      const [next] = finds;
      if (next === undefined || !left.includes(next)) throw new Error(`${left} are not found in:\n${text}`);
      mended.push(next);
      left = left.filter((one) => one !== next);
    }
    expect(mended.sort()).toEqual([...all].sort());
    expect((await report(left)).status).toBe(0);
  });
});
