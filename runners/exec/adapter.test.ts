import { describe, expect, test } from 'vitest';
import { Unclaimed } from '../../suites/case.js';
import { chargesOnly, losses, lost } from './testing/losses.js';
import { LIMITS, withFake } from './testing/open.js';

describe('an adapter', () => {
  test('accepts, rejects, calls unsupported or reports an error', () =>
    withFake('well', async (fake) => {
      expect(await fake.do({ a: [1, 'ä'] })).toEqual({ accept: { a: [1, 'ä'] } });
      expect(await fake.do('reject')).toEqual({ reject: 'no' });
      expect(await fake.do('unsupported')).toEqual({ unsupported: 'not today' });
      expect(await fake.do('error')).toEqual({ error: 'my own fault' });
    }));

  test('gets more requests than the window has, and may answer in any order', () =>
    withFake('well', async (fake) => {
      const order: unknown[] = [];
      const inputs = ['later', ...Array.from({ length: 300 }, (_, i) => i)];
      const answers = await Promise.all(
        inputs.map((input) => fake.do(input).finally(() => order.push(input))),
      );
      expect(answers).toEqual(inputs.map((accept) => ({ accept })));
      expect(order.slice(0, 2)).toEqual([0, 'later']);
    }));

  test('is not asked for operations that its hello does not claim', () =>
    withFake('well', async (fake) => {
      const { signal } = new AbortController();
      const request = { structure: 'fake/one', op: 'undo', given: {}, input: 'crash' };
      await expect(fake.ask(request, signal)).rejects.toThrow(
        new Unclaimed('the adapter does not claim fake/one undo'),
      );
      await expect(fake.do('crash', 'fake/three')).rejects.toThrow(
        new Unclaimed('the adapter does not claim fake/three'),
      );
    }));

  test('answers other requests after one whose case stops waiting', () =>
    withFake('well', async (fake) => {
      const stop = new AbortController();
      const request = { structure: 'fake/one', op: 'do', given: {}, input: 'later' };
      const given_up = fake.ask(request, stop.signal);
      stop.abort(new Error('out of time'));
      await expect(given_up).rejects.toThrow('out of time');
      expect(await fake.do(1)).toEqual({ accept: 1 });
    }));
});

describe('a request that loses the adapter is charged, and those in flight with it get their answers', () => {
  // checks/adapter_losses.check.ts asks all of them.
  const some = new Set(['crash', 'silence', 'text']);
  test.each(losses.filter(([input]) => some.has(input)))('%s', chargesOnly);

  test('finds both of two among a hundred', () =>
    withFake('well', async (fake) => {
      const inputs = Array.from({ length: 100 }, (_, i) => ({ 20: 'crash', 70: 'both' })[i] ?? i);
      const answers = await Promise.all(inputs.map((input) => fake.do(input)));
      expect(answers.map((answer, i) => ('lost' in answer ? i : -1)).filter((i) => i >= 0)).toEqual([20, 70]);
    }));

  test('charges the oldest if the crash does not repeat with one request alone', () =>
    withFake('well', async (fake) => {
      const answers = await Promise.all([fake.do('in a moment'), fake.do('crash in company')]);
      expect(answers[0]).toEqual(lost('crash', /code 5, with 2 in flight and not again with one/));
      expect(answers[1]).toEqual({ accept: 'alone' });
    }));

  test('keeps the last bytes of its standard error', () =>
    withFake('well', async (fake) => {
      expect(await fake.do('stderr')).toEqual({ accept: 1 });
      const answer = await fake.do('crash');
      const { stderr } = answer as { stderr: string };
      expect(stderr).toMatch(/^\.\.\. .*the endsomething broke$/s);
      expect(stderr.length).toBeLessThan(LIMITS.stderr + 10);
    }));
});

describe('losses in a row', () => {
  const expectBlocked = (answer: unknown) =>
    expect(answer).toEqual({ blocked: expect.stringContaining('3 times in a row in fake/one') });

  test('block the other requests of their structure after the third, and no other structure', () =>
    withFake('well', async (fake) => {
      const crashes = await Promise.all(Array.from({ length: 10 }, () => fake.do('crash')));
      expect(crashes.slice(0, 3)).toEqual(Array.from({ length: 3 }, () => lost('crash', 'code 3')));
      for (const answer of crashes.slice(3)) expectBlocked(answer);
      expectBlocked(await fake.do(1));
      expect(await fake.do(1, 'fake/two')).toEqual({ accept: 1 });
    }));

  test('are counted again after an answer', () =>
    withFake('well', async (fake) => {
      for (let i = 0; i < 4; i++) {
        expect(await fake.do('crash')).toHaveProperty('lost');
        expect(await fake.do(i)).toEqual({ accept: i });
      }
    }));
});

/** life.test.ts has every wrong hello. */
describe('a failed start blocks all requests and says why', () => {
  test.each([
    ['exit', 'exited with code 7; its stderr: no config found'],
    ['silence', 'no hello for 300 ms'],
    ['flood', 'without a newline'],
  ])('%s', (beginning, reason) =>
    withFake(
      beginning,
      async (fake) => {
        expect(fake.hello).toBeUndefined();
        expect(await fake.do(1)).toEqual({ blocked: expect.stringContaining(reason) });
        expect(await fake.do(2)).toEqual({ blocked: expect.stringContaining(reason) });
      },
      beginning === 'silence' ? { hello: 300 } : {},
    ),
  );

  test('an adapter that always ends after its hello is not restarted for ever', () =>
    withFake('hello and exit', async (fake) => {
      const answers = await Promise.all([1, 2, 3, 4, 5].map((input) => fake.do(input)));
      for (const answer of answers) expect('lost' in answer || 'blocked' in answer).toBe(true);
    }));
});
