import { describe, expect, it } from 'vitest';
import { Unclaimed, Unreachable } from '../suites/case.js';
import { type Body, fails, passes, question, runWith } from './testing/toy.js';

const refusal = (control: string, body: Body = passes) =>
  question('bad', body, { expects: 'refusal', control: `alpha/1/${control}` });

describe('a refusal', () => {
  it.each([
    ['passes', passes, 'pass', 0],
    ['fails', fails, 'blocked', 1],
    ['is blocked', async () => Promise.reject(new Unreachable('down')), 'blocked', 3],
    ['is skipped', async () => Promise.reject(new Unclaimed('not offered')), 'skip', 0],
    ['meets an error', async () => Promise.reject(new TypeError('bug')), 'blocked', 3],
  ] as const)('whose control %s', async (_name, body, verdict, exit) => {
    const { results, footer } = await runWith([
      question('good', body as Body),
      question('other', passes),
      refusal('good'),
    ]);
    const bad = results.find(({ id }) => id === 'alpha/1/bad');
    expect(bad?.verdict).toBe(verdict);
    expect(footer.exit).toBe(exit);
    if (verdict === 'pass') return;
    expect(bad?.control).toBe('alpha/1/good');
    expect(bad?.reason).toContain('its control alpha/1/good');
  });

  it('fails when its own check fails, whatever its control does', async () => {
    const { verdicts } = await runWith([question('good', fails), refusal('good', fails)]);
    expect(verdicts['bad']).toBe('fail');
  });

  it('runs a control that the selection leaves out, without a result line for it', async () => {
    let asked = 0;
    const good = question('good', async (context) => {
      asked++;
      return passes(context);
    });
    const { verdicts } = await runWith([good, refusal('good')], { only: ['alpha/1/bad'] });
    expect(verdicts).toEqual({ bad: 'pass' });
    expect(asked).toBe(1);
  });

  it('is blocked, and the run is incomplete, when a control outside the selection fails', async () => {
    const { verdicts, footer } = await runWith([question('good', fails), refusal('good')], {
      only: ['alpha/1/bad'],
    });
    expect(verdicts).toEqual({ bad: 'blocked' });
    expect(footer.exit).toBe(3);
  });

  it('runs its control once, also when several cases name it', async () => {
    let asked = 0;
    const good = question('good', async (context) => {
      asked++;
      return passes(context);
    });
    const more = [1, 2, 3].map((n) =>
      question(`bad${n}`, passes, { expects: 'refusal', control: 'alpha/1/good' }),
    );
    await runWith([good, ...more]);
    expect(asked).toBe(1);
  });
});

describe('a waived control', () => {
  const waiver = { id: 'alpha/1/good', expect: 'fail', reason: 'known', expires: '2999-01-01' } as const;

  it('waives the blocked cases that depend on it, so the run stays green', async () => {
    const cases = [question('other', passes), question('good', fails), refusal('good')];
    const { results, footer } = await runWith(cases, { waivers: [waiver] });
    expect(results.find(({ id }) => id === 'alpha/1/bad')).toMatchObject({
      verdict: 'blocked',
      gates: false,
      waived: 'known',
    });
    expect(footer.exit).toBe(0);
    expect((await runWith(cases)).footer.exit).toBe(1);
  });

  it('waives nothing when the control itself is blocked', async () => {
    const down = question('good', async () => Promise.reject(new Unreachable('down')));
    const { footer } = await runWith([question('other', passes), down, refusal('good')], {
      waivers: [waiver],
    });
    expect(footer.exit).toBe(3);
  });
});

describe('an invalid control is reported as our error', () => {
  const error = async (cases: Parameters<typeof runWith>[0]) => {
    const { results, footer } = await runWith(cases);
    expect(footer.exit).toBe(3);
    const bad = results.find(({ id }) => id === 'alpha/1/bad');
    expect(bad?.verdict).toBe('error');
    return bad?.reason;
  };

  it('when the control does not exist', async () => {
    expect(await error([refusal('none')])).toBe('the control alpha/1/none of alpha/1/bad does not exist');
  });

  it('when the case is its own control', async () => {
    expect(await error([refusal('bad')])).toBe('alpha/1/bad is its own control');
  });

  it('when controls run in a circle', async () => {
    const other = question('other', passes, { expects: 'refusal', control: 'alpha/1/bad' });
    expect(await error([refusal('other'), other])).toBe(
      'controls in a circle: alpha/1/bad -> alpha/1/other -> alpha/1/bad',
    );
  });

  it('when the control is a refusal itself', async () => {
    const other = question('other', passes, { expects: 'refusal', control: 'alpha/1/good' });
    expect(await error([refusal('other'), other, question('good', passes)])).toContain(
      'alpha/1/other of alpha/1/bad is a refusal itself',
    );
  });

  it('when a refusal names no control', async () => {
    expect(await error([question('bad', passes, { expects: 'refusal' })])).toBe(
      'alpha/1/bad is a refusal without a control',
    );
  });
});
