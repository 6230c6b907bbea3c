import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Line, Result } from '../suites/model.js';
import { casesOf } from '../suites/registry.js';
import { idsOfTerms } from './terms.js';
import { conform } from './testing/conform.js';

const folder = mkdtempSync(join(tmpdir(), 'conform-terms-'));
afterAll(() => rmSync(folder, { recursive: true }));
const recording = join(folder, 'run.jsonl');
/** It rejects everything: some cases fail, others are blocked. */
const broken = `exec:${process.execPath} -e "require('readline').createInterface({input:process.stdin}).on('line',l=>{const{id,hello}=JSON.parse(l);console.log(JSON.stringify(hello?{conform:1,hello:{name:'no',version:'1',structures:{'punch/token':['decode']}}}:{id,reject:'no'}))})"`;

async function results(...words: string[]) {
  const { status, stdout, stderr } = await conform(['run', '--quiet', '--report', 'jsonl', ...words]);
  const found = stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line)
    .filter((line): line is Result => line.kind === 'result');
  return { status, stderr, found, ids: found.map(({ id }) => id).sort() };
}

const all = casesOf();
const decoding = ['--only', 'punch/token/decode-*'];

beforeAll(async () => {
  const words = ['--target', broken, ...decoding, '--report', `jsonl=${recording}`];
  expect((await conform(['run', '--quiet', ...words])).status).toBe(1);
});

describe('--only and --skip', () => {
  it('take a tag', async () => {
    const { ids } = await results('--only', 'tag:boundary', '--skip', 'openhost/**');
    const tagged = all.filter(({ id, tags }) => tags?.includes('boundary') && !id.startsWith('openhost/'));
    expect(ids).toEqual(tagged.map(({ id }) => id).sort());
    expect(ids.length).toBeGreaterThan(20);
  });

  it('take a level', async () => {
    const { found } = await results('--target', 'reference:codecs', '--only', 'level:should');
    expect(found.length).toBeGreaterThan(10);
    expect(new Set(found.map(({ level }) => level))).toEqual(new Set(['should']));
  });

  it('take a verdict of a recording', async () => {
    const before = await results('--target', broken, ...decoding);
    const verdict = (wanted: string) =>
      before.found
        .filter((one) => one.verdict === wanted)
        .map(({ id }) => id)
        .sort();
    expect(verdict('blocked').length).toBeGreaterThan(3);
    expect((await results('--only', 'verdict:blocked', '--from', recording)).ids).toEqual(verdict('blocked'));
    expect((await results('--failed', recording)).ids).toEqual(verdict('fail'));
    const failed = await results('--failed', recording, '--only', '**/decode-p*');
    expect(failed.ids).toEqual(verdict('fail').filter((id) => id.includes('/decode-p')));
  });

  it.each([
    [['--only', 'tag:bounday'], 'did you mean "boundary"'],
    [['--only', 'tag:x'], 'known: boundary, form'],
    [['--skip', 'level:shall'], 'known: must, should, may'],
    [['--only', 'verdict:fail'], '--from FILE'],
    [['--only', 'verdict:red', '--from', recording], 'known: pass, fail, skip, blocked, error'],
    [['--failed', join(folder, 'none.jsonl')], '--failed: '],
    [['--failed', recording, '--only', 'tunnel/**'], 'no chosen case failed'],
  ])('refuse %j with 2', async (words, told) => {
    const { status, stderr } = await results(...words);
    expect(stderr).toContain(told);
    expect(status).toBe(2);
  });

  it('match nothing, and not everything, if no case has the term', async () => {
    const { status, ids } = await results('--only', 'verdict:error', '--from', recording);
    expect({ status, ids }).toEqual({ status: 3, ids: [] });
    expect(idsOfTerms('--only', ['level:may'], [])).toEqual(['level:may']);
  });
});
