import { describe, expect, it } from 'vitest';
import { Lost, Unreachable } from '../suites/case.js';
import type { Case } from '../suites/model.js';
import { type Body, fails, passes, question, runWith } from './testing/toy.js';

/** Fails this many times, then passes. */
function failing(times: number, then: Body = passes): Body {
  let asked = 0;
  return async (context) => {
    context.note('asked', `time ${++asked}, attempt ${context.attempt}`);
    return asked <= times ? fails(context) : then(context);
  };
}
const resultOf = (results: Awaited<ReturnType<typeof runWith>>['results'], slug: string) =>
  results.find(({ id }) => id === `alpha/1/${slug}`);

describe('a gating live case that failed', () => {
  it('is an unsteady error with both observations when its second attempt passes', async () => {
    const { results, footer } = await runWith([question('a', failing(1)), question('b', passes)]);
    expect(resultOf(results, 'a')).toMatchObject({
      verdict: 'error',
      unsteady: true,
      reason:
        'unsteady: it failed (failed: holds: expected true, received false) and passed when it ran again, alone',
      checks: [{ what: 'holds', ok: false }],
      evidence: [
        { name: 'asked', text: 'time 1, attempt 1' },
        { name: 'asked again', text: expect.stringMatching(/^pass after \d+ ms$/) },
        { name: 'asked again: asked', text: 'time 2, attempt 2' },
      ],
    });
    expect(footer).toMatchObject({ exit: 3, gating: 0, counts: { error: 1, pass: 1 } });
    expect(footer.reasons).toEqual(['1 case unsteady: failed, and passed when asked again']);
  });

  it('is a failure that says so when its second attempt fails, too', async () => {
    const { results, footer } = await runWith([question('a', fails), question('b', passes)]);
    expect(resultOf(results, 'a')).toMatchObject({
      verdict: 'fail',
      reason: 'failed: holds: expected true, received false',
      evidence: [
        {
          name: 'asked again',
          text: expect.stringMatching(/^fail after \d+ ms: failed: holds: expected true, received false$/),
        },
      ],
    });
    expect(footer).toMatchObject({ exit: 1, gating: 1 });
  });

  it.each([
    ['no answer', async () => Promise.reject(new Lost('crashed'))],
    ['no way to ask', async () => Promise.reject(new Unreachable('down'))],
  ])('stays a fail where asking again meets %s', async (_what, then) => {
    const { verdicts } = await runWith([question('a', failing(1, then as Body))]);
    expect(verdicts['a']).toBe('fail');
  });

  it('stays a failure when the second attempt passes but its control fails', async () => {
    const bad = question('bad', failing(1), { expects: 'refusal', control: 'alpha/1/good' });
    const { verdicts, footer } = await runWith([question('good', fails), bad]);
    expect(verdicts).toEqual({ good: 'fail', bad: 'fail' });
    expect(footer.exit).toBe(1);
  });

  it('runs again alone, after all others, also those of the phase last', async () => {
    const order: string[] = [];
    let now = 0;
    const tracked =
      (slug: string, body: Body): Body =>
      async (context) => {
        if (context.attempt === 2) expect(now).toBe(0);
        now++;
        await context.clock.wait(2);
        order.push(`${slug}${context.attempt}`);
        now--;
        return body(context);
      };
    await runWith([
      question('a', tracked('a', fails)),
      question('b', tracked('b', fails)),
      question('c', tracked('c', passes)),
      question('z', tracked('z', passes), { phase: 'last' }),
    ]);
    expect(order.slice(-3)).toEqual([
      'z1',
      expect.stringMatching(/^[ab]2$/),
      expect.stringMatching(/^[ab]2$/),
    ]);
  });

  it('does not run again when many others have failed again, because the run is already red', async () => {
    let again = 0;
    const counted: Body = async (context) => {
      if (context.attempt === 2) again++;
      return fails(context);
    };
    const cases = Array.from({ length: 30 }, (_, n) => question(`c${n}`, counted));
    const { footer, results } = await runWith(cases);
    expect(again).toBe(10);
    expect(footer).toMatchObject({ exit: 1, gating: 30, notRun: 0 });
    expect(results.flatMap(({ evidence = [] }) => evidence.map(({ text }) => text))).toContain(
      'not repeated: the run was already red or over',
    );
  });
});

describe('cases that do not run again', () => {
  const askedOf = async (more: Partial<Case>, options: Parameters<typeof runWith>[1] = {}) => {
    let asked = 0;
    const body: Body = async (context) => {
      asked++;
      return fails(context);
    };
    await runWith([question('a', body, more), question('b', passes)], options);
    return asked;
  };

  it('are vectors, because a codec answers the same each time', async () => {
    expect(await askedOf({ kind: 'vector' })).toBe(1);
  });

  it('are cases that do not gate', async () => {
    expect(await askedOf({ level: 'may' })).toBe(1);
  });

  it('are failures that are waived', async () => {
    const waiver = { id: 'alpha/1/a', expect: 'fail', reason: 'known', expires: '2999-01-01' } as const;
    expect(await askedOf({}, { waivers: [waiver] })).toBe(1);
  });
});

describe('a refusal whose control failed once', () => {
  it('is blocked by an unsteady control', async () => {
    const bad = question('bad', passes, { expects: 'refusal', control: 'alpha/1/good' });
    const { results, footer } = await runWith([question('good', failing(1)), bad]);
    expect(resultOf(results, 'good')).toMatchObject({ verdict: 'error', unsteady: true });
    expect(resultOf(results, 'bad')).toMatchObject({ verdict: 'blocked', control: 'alpha/1/good' });
    expect(footer.exit).toBe(3);
  });
});

describe('rounds', () => {
  it('that disagree make an unsteady error without a second attempt', async () => {
    const { results, footer } = await runWith([question('a', failing(1)), question('b', passes)], {
      repeat: 3,
    });
    const of = results.filter(({ id }) => id === 'alpha/1/a');
    expect(of.map(({ verdict, repeat }) => [repeat, verdict]).sort()).toEqual([
      [1, 'error'],
      [2, 'pass'],
      [3, 'pass'],
    ]);
    expect(footer).toMatchObject({ exit: 3, gating: 0, notRun: 0 });
  });

  it('that all fail are failures', async () => {
    const { results } = await runWith([question('a', fails)], { repeat: 2 });
    expect(results.map(({ verdict, repeat }) => [repeat, verdict])).toEqual([
      [1, 'fail'],
      [2, 'fail'],
    ]);
  });
});

describe('the end of a run', () => {
  it('by --bail confirms the failure first, and continues when it was unsteady', async () => {
    const cases = [
      question('a', failing(1)),
      ...Array.from({ length: 5 }, (_, n) => question(`c${n}`, passes)),
    ];
    const { footer } = await runWith(cases, { bail: 1, jobs: 1 });
    expect(footer).toMatchObject({ exit: 3, notRun: 0, gating: 0 });
  });

  it('by a signal reports the failures so far', async () => {
    const stop = new AbortController();
    const last: Body = async ({ clock }) => {
      stop.abort(new Error('the run did not end within 1 s'));
      await clock.wait(1000);
    };
    const { verdicts, footer } = await runWith(
      [question('a', fails), question('z', last, { phase: 'last' })],
      { signal: stop.signal },
    );
    expect(verdicts).toEqual({ a: 'fail' });
    expect(footer).toMatchObject({ exit: 1, notRun: 1 });
  });
});

describe('a transfer', () => {
  it('that makes progress restarts its deadline, up to ten times', async () => {
    const moving =
      (steps: number): Body =>
      async ({ clock, progress, expect }) => {
        for (let step = 0; step < steps; step++) {
          await clock.wait(50);
          progress();
        }
        expect.equal('holds', true, true);
      };
    const { verdicts } = await runWith([
      question('moves', moving(10), { deadline: 250, level: 'may' }),
      question('dribbles', moving(100), { deadline: 250, level: 'may' }),
      question('stalls', async ({ clock }) => clock.wait(5000), { deadline: 250, level: 'may' }),
    ]);
    expect(verdicts).toEqual({ moves: 'pass', dribbles: 'fail', stalls: 'fail' });
  });
});

describe('each', () => {
  it.each([
    ['an empty list', [], 'an empty list'],
    ['the first item that fails', [1, 2, 3], 2],
  ])('fails on %s', async (_what, items, observed) => {
    const body: Body = async ({ expect }) => {
      expect.each('all are odd', items, (item) => item % 2 === 1, {
        expected: 'odd',
        observed: (item) => item,
      });
    };
    const { results } = await runWith([question('a', body, { level: 'may' })]);
    expect(results[0]).toMatchObject({
      verdict: 'fail',
      checks: [{ what: 'all are odd', ok: false, expected: 'odd', observed }],
    });
  });
});
