import { describe, expect, it } from 'vitest';
import { Lost, Unreachable } from '../suites/case.js';
import type { Header, Result, Target } from '../suites/model.js';
import { shardOf } from './plan.js';
import { type Body, fails, passes, question, runWith, target } from './testing/toy.js';

describe('a run', () => {
  it('writes a header, a result for each case and a footer, and is green when all pass', async () => {
    const { footer, lines } = await runWith([question('a', passes), question('b', passes)]);
    expect(lines.map(({ kind }) => kind)).toEqual(['header', 'result', 'result', 'footer']);
    expect(footer).toMatchObject({ exit: 0, reasons: [], planned: 2, notRun: 0, counts: { pass: 2 } });
  });

  it('judges each way in which a case can end', async () => {
    const { verdicts, footer } = await runWith([
      question('passes', passes),
      question('fails', fails),
      question('lost', async () => Promise.reject(new Lost('crashed'))),
      question('unreachable', async () => Promise.reject(new Unreachable('down'))),
      question('ours', async () => Promise.reject(new TypeError('bug'))),
      question('idle', async () => {}),
    ]);
    expect(verdicts).toEqual({
      passes: 'pass',
      fails: 'fail',
      lost: 'fail',
      unreachable: 'blocked',
      ours: 'error',
      idle: 'error',
    });
    expect(footer).toMatchObject({ exit: 1, gating: 2 });
  });

  it('is incomplete, not green, when nothing matched, nothing passed, or something was blocked', async () => {
    expect((await runWith([], {})).footer.exit).toBe(3);
    const blocked = question('b', async () => Promise.reject(new Unreachable('down')));
    expect((await runWith([blocked])).footer.exit).toBe(3);
    const { footer } = await runWith([question('a', passes), blocked]);
    expect(footer).toMatchObject({ exit: 3, reasons: ['1 gating case could not be run'] });
  });

  it('gates only on failures at the chosen level or above', async () => {
    const cases = [question('a', passes), question('b', fails, { level: 'should' })];
    expect((await runWith(cases)).footer.exit).toBe(0);
    expect((await runWith(cases, { level: 'should' })).footer.exit).toBe(1);
  });

  it('ends a case at its deadline', async () => {
    const hangs: Body = ({ clock }) => clock.wait(60_000);
    const { results } = await runWith([question('hangs', hangs, { deadline: 50 })]);
    expect(results[0]).toMatchObject({ verdict: 'fail', reason: 'no end after 50 ms' });
  });

  it('runs deferred functions in reverse order, also after a failure', async () => {
    const order: string[] = [];
    const body: Body = async ({ defer, expect }) => {
      defer(() => order.push('first'));
      defer(() => order.push('second'));
      expect.equal('holds', false, true);
    };
    await runWith([question('a', body, { level: 'may' })]);
    expect(order).toEqual(['second', 'first']);
  });

  it('starts the cases of the phase last when all others have ended', async () => {
    const order: string[] = [];
    const told =
      (slug: string): Body =>
      async ({ expect, clock }) => {
        if (slug !== 'z') await clock.wait(5);
        order.push(slug);
        expect.equal('holds', true, true);
      };
    await runWith([
      question('z', told('z'), { phase: 'last' }),
      question('a', told('a')),
      question('b', told('b')),
    ]);
    expect(order.at(-1)).toBe('z');
  });

  it('never runs more cases at once than the target allows', async () => {
    let now = 0;
    let most = 0;
    const body: Body = async ({ expect, clock }) => {
      most = Math.max(most, ++now);
      await clock.wait(2);
      now--;
      expect.equal('holds', true, true);
    };
    const cases = Array.from({ length: 12 }, (_, n) => question(`c${n}`, body));
    await runWith(cases, { jobs: 8 }, target({ concurrency: 3 }));
    expect(most).toBe(3);
  });

  it('stops after --bail failures and says how many cases did not run', async () => {
    const cases = Array.from({ length: 9 }, (_, n) => question(`c${n}`, fails));
    const { footer } = await runWith(cases, { bail: 2, jobs: 1 });
    expect(footer.gating).toBe(2);
    expect(footer.notRun).toBe(7);
    expect(footer.exit).toBe(1);
  });

  it('skips harmful cases in production and long waits with --fast, with the reason', async () => {
    const cases = [
      question('a', passes),
      question('flood', passes, { harm: 'floods' }),
      question('slow', passes, { waits: 90_000 }),
    ];
    const { results, lines } = await runWith(cases, { longestWait: 20_000 }, target({ production: true }));
    expect(lines[0]).toMatchObject({ kind: 'header', profile: 'production' });
    const skipped = results.filter(({ verdict }) => verdict === 'skip').map(({ reason }) => reason);
    expect(skipped.sort()).toEqual([
      'skipped by --fast: it waits 90 s',
      'skipped by --profile production: floods',
    ]);
  });

  it('begins with the cases that wait long, whatever the seed', async () => {
    const cases = [question('a', passes), question('slow', passes, { waits: 60_000 }), question('b', passes)];
    for (const seed of [1, 2, 3, 4]) {
      const { lines } = await runWith(cases, { seed });
      expect(lines[0]).toMatchObject({
        plan: { cases: [{ ids: ['alpha/1/slow', expect.anything(), expect.anything()] }] },
      });
    }
  });

  it('shows warnings about a target first, and next to each verdict that is not green', async () => {
    let answers = true;
    const remarks = () => (answers ? ['it is slow'] : ['it is slow', 'it stopped answering']);
    const on = target({ remarks });
    expect((await runWith([question('a', passes)], {}, on)).footer.reasons).toEqual([]);
    const stops: Body = async ({ expect }) => {
      answers = false;
      expect.equal('holds', false, true);
    };
    const { lines, footer } = await runWith([question('a', stops)], {}, on);
    expect(lines[0]).toMatchObject({ targets: [{ remarks: ['it is slow'] }] });
    expect(footer.reasons.slice(-2)).toEqual(['it is slow', 'it stopped answering']);
  });

  it('ends early when it is interrupted, with the finished results in the stream', async () => {
    const stop = new AbortController();
    const body: Body = async ({ clock, expect }) => {
      stop.abort(new Error('interrupted'));
      await clock.wait(60_000);
      expect.equal('holds', true, true);
    };
    const { footer } = await runWith([question('a', body), question('b', body)], {
      signal: stop.signal,
      interrupted: () => true,
      jobs: 1,
    });
    expect(footer).toMatchObject({ exit: 130, notRun: 2 });
    expect(footer.reasons.filter((reason) => reason.includes('interrupted'))).toHaveLength(1);
  });
});

describe('dialects', () => {
  const reading = (name: string, norm: boolean) =>
    question(name, fails, { dialect: { subject: 'alpha/token', name, norm } });
  const cases = [question('a', passes), reading('literal', true), reading('other', false)];

  it('gate by the literal reading unless the target declares another one', async () => {
    const gating = async (on: Target) =>
      (await runWith(cases, {}, on)).results.filter(({ verdict, gates }) => verdict === 'fail' && gates);
    expect((await gating(target())).map(({ dialect }) => dialect)).toEqual(['literal']);
    expect(
      (await gating(target({ dialects: { 'alpha/token': 'other' } }))).map(({ dialect }) => dialect),
    ).toEqual(['other']);
  });
});

describe('waivers', () => {
  const waiver = { id: 'alpha/1/b', expect: 'fail', reason: 'known', expires: '2999-01-01' } as const;
  const cases = [question('a', passes), question('b', fails)];

  it('keep a known failure from making the run red, and show it', async () => {
    const { footer, results } = await runWith(cases, { waivers: [waiver] });
    expect(footer.exit).toBe(0);
    expect(results.find(({ id }) => id === 'alpha/1/b')).toMatchObject({ verdict: 'fail', waived: 'known' });
  });

  it.each([
    ['is stale', { ...waiver, id: 'alpha/1/a' }],
    ['matched nothing', { ...waiver, id: 'alpha/2/*' }],
    ['expired', { ...waiver, expires: '2020-01-01' }],
  ])('make the run red when one %s', async (told, one) => {
    const { footer } = await runWith(cases, { waivers: [waiver, one] });
    expect(footer.exit).toBe(1);
    expect(footer.reasons.join()).toContain(told);
  });

  it.each([
    ['the selection', { skip: ['alpha/1/b'] }, waiver],
    ['the shard', { shard: { index: shardOf('alpha/1/a', 64), of: 64 } }, waiver],
    ['the choice of targets', { only: ['alpha/1/a'] }, { ...waiver, target: 'another' }],
  ])('that %s leaves out wait for the next run', async (_what, selection, one) => {
    const { footer } = await runWith(cases, { waivers: [one], ...selection });
    expect(footer).toMatchObject({ exit: 0, reasons: [] });
  });
});

describe('shards', () => {
  it('have each case in exactly one shard', async () => {
    const cases = Array.from({ length: 40 }, (_, n) => question(`c${n}`, passes));
    const parts = await Promise.all([1, 2, 3].map((index) => runWith(cases, { shard: { index, of: 3 } })));
    const ids = parts.flatMap(({ results }) => results.map(({ id }) => id));
    expect(ids.sort()).toEqual(cases.map(({ id }) => id).sort());
    for (const { results } of parts) expect(results.length).toBeGreaterThan(0);
  });
});

describe('a resumed run', () => {
  const cases = [question('a', passes), question('b', fails), question('c', passes)];

  it('runs the unfinished cases, and counts the finished ones', async () => {
    const { lines } = await runWith(cases);
    const [header, first] = lines as [Header, Result];
    const asked: string[] = [];
    const watched = cases.map((one) => ({
      ...one,
      run: ((context) => {
        asked.push(one.id);
        return one.run(context);
      }) as Body,
    }));
    const again = await runWith(watched, {
      resume: {
        header,
        finished: { has: (name, id) => name === first.target && id === first.id },
        results: (take) => take(first),
      },
    });
    expect(asked).not.toContain(first.id);
    expect(again.lines[0]).toEqual(header);
    expect(again.footer).toMatchObject({ counts: { pass: 2, fail: 1 }, gating: 1, notRun: 0, exit: 1 });
  });

  it('is rejected when the recording belongs to another plan', async () => {
    const { lines } = await runWith(cases);
    const header = lines[0] as Header;
    const resume = { header, finished: { has: () => false }, results: () => {} };
    await expect(runWith(cases.slice(1), { resume })).rejects.toThrow('another plan');
    await expect(runWith(cases, { resume, level: 'may' })).rejects.toThrow('another --level');
  });
});
