import { describe, expect, test } from 'vitest';
import { Unclaimed } from '../../suites/case.js';
import { chargesOnly, losses, lost } from './testing/losses.js';
import { LIMITS, withFake } from './testing/open.js';

describe('answers', () => {
  test('each of the four kinds', () =>
    withFake('well', async (fake) => {
      expect(await fake.do({ a: [1, 'ä'] })).toEqual({ accept: { a: [1, 'ä'] } });
      expect(await fake.do('reject')).toEqual({ reject: 'no' });
      expect(await fake.do('unsupported')).toEqual({ unsupported: 'not today' });
      expect(await fake.do('error')).toEqual({ error: 'my own fault' });
    }));

  test('pipelined, out of order, more than the window', () =>
    withFake('well', async (fake) => {
      const order: unknown[] = [];
      const inputs = ['later', ...Array.from({ length: 300 }, (_, i) => i)];
      const answers = await Promise.all(
        inputs.map((input) => fake.do(input).finally(() => order.push(input))),
      );
      expect(answers).toEqual(inputs.map((accept) => ({ accept })));
      expect(order.slice(0, 2)).toEqual([0, 'later']);
    }));

  test('does not ask for operations that the hello does not claim', () =>
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

  test('a request that its case gives up leaves the others alone', () =>
    withFake('well', async (fake) => {
      const stop = new AbortController();
      const request = { structure: 'fake/one', op: 'do', given: {}, input: 'later' };
      const given_up = fake.ask(request, stop.signal);
      stop.abort(new Error('out of time'));
      await expect(given_up).rejects.toThrow('out of time');
      expect(await fake.do(1)).toEqual({ accept: 1 });
    }));
});

describe('one request that loses the adapter is charged, its company gets its answers', () => {
  // Every way there is: checks/adapter_losses.check.ts.
  const some = new Set(['crash', 'silence', 'text']);
  test.each(losses.filter(([input]) => some.has(input)))('%s', chargesOnly);

  test('two culprits among many', () =>
    withFake('well', async (fake) => {
      const inputs = Array.from({ length: 100 }, (_, i) => ({ 20: 'crash', 70: 'both' })[i] ?? i);
      const answers = await Promise.all(inputs.map((input) => fake.do(input)));
      expect(answers.map((answer, i) => ('lost' in answer ? i : -1)).filter((i) => i >= 0)).toEqual([20, 70]);
    }));

  test('a crash that does not happen again alone is charged to the oldest', () =>
    withFake('well', async (fake) => {
      const answers = await Promise.all([fake.do('in a moment'), fake.do('crash in company')]);
      expect(answers[0]).toEqual(lost('crash', /code 5, with 2 in flight and not again with one/));
      expect(answers[1]).toEqual({ accept: 'alone' });
    }));

  test('the last of its stderr is kept', () =>
    withFake('well', async (fake) => {
      expect(await fake.do('stderr')).toEqual({ accept: 1 });
      const answer = await fake.do('crash');
      const { stderr } = answer as { stderr: string };
      expect(stderr).toMatch(/^\.\.\. .*the endsomething broke\n$/s);
      expect(stderr.length).toBeLessThan(LIMITS.stderr + 10);
    }));
});

describe('losses in a row', () => {
  const expectBlocked = (answer: unknown) =>
    expect(answer).toEqual({ blocked: expect.stringContaining('3 times in a row in fake/one') });

  test('three block the rest of their structure and no other', () =>
    withFake('well', async (fake) => {
      const crashes = await Promise.all(Array.from({ length: 10 }, () => fake.do('crash')));
      expect(crashes.slice(0, 3)).toEqual(Array.from({ length: 3 }, () => lost('crash', 'code 3')));
      for (const answer of crashes.slice(3)) expectBlocked(answer);
      expectBlocked(await fake.do(1));
      expect(await fake.do(1, 'fake/two')).toEqual({ accept: 1 });
    }));

  test('an answer between them starts the count again', () =>
    withFake('well', async (fake) => {
      for (let i = 0; i < 4; i++) {
        expect(await fake.do('crash')).toHaveProperty('lost');
        expect(await fake.do(i)).toEqual({ accept: i });
      }
    }));
});

describe('a beginning that fails blocks everything, with the reason', () => {
  test.each([
    ['exit', 'exited with code 7; its stderr: no config found'],
    ['silence', 'no hello for 300 ms'],
    ['text', 'its hello is a line that is not an answer (not a JSON object): "Welcome!"'],
    ['flood', 'without a newline'],
    ['incomplete', "/hello must have required property 'structures'"],
    ['future', '/conform must be equal to constant'],
    ['not utf-8', 'its hello is not UTF-8'],
    ['two lines', 'more than a hello: "{}"'],
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

  test('an adapter that always ends after its hello is not started for ever', () =>
    withFake('hello and exit', async (fake) => {
      const answers = await Promise.all([1, 2, 3, 4, 5].map((input) => fake.do(input)));
      for (const answer of answers) expect('lost' in answer || 'blocked' in answer).toBe(true);
    }));
});
