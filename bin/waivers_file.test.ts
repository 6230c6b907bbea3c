import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { conform as ask } from './testing/conform.js';

const folder = mkdtempSync(join(tmpdir(), 'conform-waivers-'));
afterAll(() => rmSync(folder, { recursive: true }));

const waiver = { id: 'punch/token/decode-peer', expect: 'fail', reason: 'known', expires: '2999-12-31' };

function runWith(waivers: unknown) {
  const path = join(folder, 'waivers.json');
  writeFileSync(path, typeof waivers === 'string' ? waivers : JSON.stringify(waivers));
  const words = [
    'run',
    '--target',
    'exec:node -e 0',
    '--only',
    'punch/token/decode-peer',
    '--waivers',
    path,
    '--quiet',
  ];
  return ask(words);
}

describe('--waivers', () => {
  it.each([
    ['no JSON', '[{', 'is not JSON'],
    ['no list', {}, 'array'],
    ['a waiver without a reason', [{ ...waiver, reason: undefined }], 'reason'],
    ['a waiver for ever', [{ ...waiver, expires: 'never' }], '/0/expires'],
    ['a waiver of a pass', [{ ...waiver, expect: 'pass' }], '/0/expect: must be one of fail, flaky'],
    ['a member with a typo', [{ ...waiver, reasn: 'x' }], 'unknown member "reasn" (did you mean "reason"?)'],
    ['a reason of blanks', [{ ...waiver, reason: ' ' }], '/0/reason: must not be empty'],
    [
      'a day that does not exist',
      [{ ...waiver, expires: '2999-02-30' }],
      '2999-02-30 is not a day of the calendar',
    ],
    ['a flaky one without a rate', [{ ...waiver, expect: 'flaky' }], 'rate'],
    ['a rate of one that fails', [{ ...waiver, rate: 0.5, rounds: 4 }], '/0'],
  ])('rejects %s with 2, and says where', async (_name, waivers, told) => {
    const { status, stderr } = await runWith(waivers);
    expect(status).toBe(2);
    expect(stderr).toContain('waivers.json');
    expect(stderr).toContain(told);
  });

  it('makes the run red when one matches nothing', async () => {
    const { status, stdout } = await runWith([{ ...waiver, id: 'punch/nothing/*' }]);
    expect(status).toBe(1);
    expect(stdout).toContain('matched nothing');
  });

  it('makes the run red when one has expired, and names the day', async () => {
    const expired = await runWith([{ ...waiver, expires: '2020-01-01' }]);
    expect(expired.stdout).toContain('expired on 2020-01-01');
    expect(expired.status).toBe(1);
  });

  it('suggests an id for one that matches no case', async () => {
    const { stderr } = await runWith([{ ...waiver, id: 'punch/token/decode-pear' }]);
    expect(stderr).toContain('a waiver of "punch/token/decode-pear" matches no id');
    expect(stderr).toContain('did you mean "punch/token/decode-peer"?');
  });
});
