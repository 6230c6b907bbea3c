import { describe, expect, it } from 'vitest';
import { type RoundEnd, type Wanted, type WatchEvent, watchLoop } from './loop.js';

interface Script {
  /** What each round ends with, by its number. */
  readonly rounds: readonly Partial<RoundEnd>[];
  /** What happens after each round. */
  readonly events: readonly (WatchEvent | 'the round ends')[];
}

/** Plays a script: events that stand before `the round ends` come while the round runs. */
async function played({ rounds, events }: Script) {
  const asked: Wanted[] = [];
  const said: string[] = [];
  const prompts: string[] = [];
  const left = [...events];
  let aborted = 0;
  let finish = (): void => {};
  const exit = await watchLoop({
    ask(wanted, signal) {
      const end: RoundEnd = { exit: 1, interrupted: false, failed: [], passed: [], ...rounds[asked.length] };
      asked.push(wanted);
      return new Promise((resolve) => {
        finish = () => resolve(end);
        signal.addEventListener('abort', () => {
          aborted++;
          finish();
        });
      });
    },
    async next() {
      const event = left.shift();
      if (event === 'the round ends') {
        finish();
        return new Promise((resolve) => setImmediate(() => resolve(this.next())));
      }
      if (event === undefined) return new Promise(() => {});
      return event;
    },
    clear: () => void said.push('clear'),
    say: (text) => void said.push(text),
    prompt: (text) => void prompts.push(text),
  });
  return { asked, said, prompts, exit, aborted };
}

const key = (one: string): WatchEvent => ({ key: one });
const change: WatchEvent = { changed: 'adapter.py' };
const over = 'the round ends';
const typed = (text: string): WatchEvent[] => [...text].map(key);

describe('a watched run', () => {
  it('runs again at a change, failed cases first, and ends at q with the exit code of the last round', async () => {
    const { asked, said, exit } = await played({
      rounds: [
        { failed: ['b', 'a'], passed: ['c'] },
        { exit: 0, passed: ['a', 'b', 'c'] },
      ],
      events: [over, change, over, key('q')],
    });
    expect(asked).toEqual([{ first: [] }, { first: ['b', 'a'] }]);
    expect(exit).toBe(0);
    expect(said).toEqual([
      'clear',
      'asked all; 2 fail.  a all  f failed  p pattern  enter again  q quit',
      'clear',
      'asked all; none fails.  a all  f failed  p pattern  enter again  q quit',
    ]);
  });

  it('f runs only failed cases until they pass, then a change runs all', async () => {
    const { asked } = await played({
      rounds: [{ failed: ['a'] }, { failed: ['a'] }, { passed: ['a'] }, {}],
      events: [over, key('f'), over, change, over, change, over, key('q')],
    });
    expect(asked).toEqual([
      { first: [] },
      { first: ['a'], only: ['a'] },
      { first: ['a'], only: ['a'] },
      { first: [] },
    ]);
  });

  it('f says that nothing failed, and a asks all', async () => {
    const { asked, said } = await played({ rounds: [], events: [over, key('f'), key('a'), over, key('q')] });
    expect(said).toContain('nothing failed');
    expect(asked).toHaveLength(2);
  });

  it('p reads a pattern, with backspace, and keeps it for later rounds', async () => {
    const { asked, prompts } = await played({
      rounds: [],
      events: [over, ...typed('px/*z\u007f\r'), over, change, over, key('q')],
    });
    expect(asked.slice(1)).toEqual([
      { first: [], only: ['x/*'] },
      { first: [], only: ['x/*'] },
    ]);
    expect(prompts).toEqual([
      'pattern: ',
      'pattern: x',
      'pattern: x/',
      'pattern: x/*',
      'pattern: x/*z',
      'pattern: x/*',
    ]);
  });

  it('escape leaves the pattern', async () => {
    const { asked } = await played({ rounds: [], events: [over, ...typed('pab\u001b'), key('q')] });
    expect(asked).toHaveLength(1);
  });

  it('keeps a change during a round for its end, once', async () => {
    const { asked } = await played({ rounds: [], events: [change, change, over, over, key('q')] });
    expect(asked).toHaveLength(2);
  });

  it.each(['q', '\u0003'])('ends a round that runs at %j', async (end) => {
    const { asked, exit, aborted } = await played({ rounds: [{ exit: 3 }], events: [key(end)] });
    expect({ asked: asked.length, exit, aborted }).toEqual({ asked: 1, exit: 3, aborted: 1 });
  });

  it('ends when a signal ended the round', async () => {
    const { exit } = await played({ rounds: [{ exit: 130, interrupted: true }], events: [over] });
    expect(exit).toBe(130);
  });
});
