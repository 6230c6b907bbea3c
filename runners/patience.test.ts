import { describe, expect, it } from 'vitest';
import type { Context } from '../suites/model.js';
import { openExec } from './exec/target.js';
import { FAKE } from './exec/testing/open.js';
import { quoteWord } from './exec/words.js';
import { patient } from './patience.js';
import { portOf } from './port_of.js';
import { question, runWith } from './testing/toy.js';

it.each([
  [1000, undefined, 1000],
  [1000, 4, 4000],
  [1000, 1.5, 1500],
  [1000, 'off', 2 ** 28],
  [2 ** 27, 1000, 2 ** 28],
] as const)('%d ms with patience %s are %d', (ms, patience, longer) => {
  expect(patient(ms, patience)).toBe(longer);
  // A delay of 2^31 ms and more ends at once, and some waits last several times as long.
  expect(4 * patient(ms, patience)).toBeLessThan(2 ** 31);
});

describe('a case without end', () => {
  const endless = () => {
    let end = () => {};
    const one = question(
      'endless',
      ({ expect: checks, signal }) =>
        new Promise<void>((resolve, reject) => {
          end = resolve;
          signal.addEventListener('abort', () => reject(signal.reason));
        }).then(() => checks.equal('the step ended', true, true)),
      { deadline: 20 },
    );
    return { one, end: () => end() };
  };

  it('is given up at its deadline, and never with --patience off', async () => {
    const [impatient, patiently] = [endless(), endless()];
    const without = runWith([patiently.one], { patience: 'off' });
    expect((await runWith([impatient.one])).results[0]).toMatchObject({
      verdict: 'fail',
      reason: 'no end after 20 ms',
    });
    // The other case had the same deadline and began earlier.
    patiently.end();
    expect((await without).verdicts).toEqual({ endless: 'pass' });
  });
});

it('gives an adapter at a breakpoint any time', async () => {
  const open = (patience?: 'off') =>
    openExec(`${quoteWord(process.execPath)} ${quoteWord(FAKE)} well`, {
      answer: 20,
      ...(patience ? { patience } : {}),
    });
  const [usual, patiently] = await Promise.all([open(), open('off')]);
  try {
    const [port, patientPort] = [usual, patiently].map((target) => portOf(target, 'codec', {} as Context));
    const ask = async (of: typeof port, input: string) =>
      (await of)?.ask({ structure: 'fake/one', op: 'do', given: {}, input }, new AbortController().signal);
    const answer = ask(patientPort, 'later');
    expect(await ask(port, 'silence')).toMatchObject({ lost: 'hang', detail: 'no answer for 20 ms' });
    await ask(patientPort, 'release');
    expect(await answer).toMatchObject({ accept: expect.anything() });
  } finally {
    await Promise.all([usual.close(), patiently.close()]);
  }
});
