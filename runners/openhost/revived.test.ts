import { describe, expect, it } from 'vitest';
import { Unreachable } from '../../suites/case.js';
import { Down } from './daemon_program.js';
import { revived, withLog } from './revived.js';

/** A context that keeps its notes. A late note is read when the test asks for it. */
function noting() {
  const notes: [string, string | (() => string)][] = [];
  const deferred: (() => unknown)[] = [];
  return {
    async over() {
      for (const end of deferred) await end();
    },
    read: () => notes.map(([name, text]) => [name, typeof text === 'string' ? text : text()]),
    context: {
      inQueue: <T>(turn: Promise<T>) => turn,
      note: (name: string, text: string | (() => string)) => void notes.push([name, text]),
      defer: (end: () => unknown) => void deferred.push(end),
    },
  };
}
const NAME = 'last lines of the daemon';

describe('before a case uses a daemon', () => {
  it('nothing happens to one that we did not start', async () => {
    const { context, read } = noting();
    await revived({}, context);
    expect(read()).toEqual([]);
  });

  it('the daemon is revived first, and its log is read at the end of the case', async () => {
    const { context, read } = noting();
    let log = 'before the restart';
    const revive = async () => {
      log = 'after the restart';
    };
    await revived({ revive, log: () => log }, context);
    expect(read()).toEqual([[NAME, 'after the restart']]);
    log = 'during the case';
    expect(read()).toEqual([[NAME, 'during the case']]);
    log = '';
    expect(read()).toEqual([[NAME, 'it printed nothing']]);
  });

  it('the log has the line that the daemon printed just before its last frame', async () => {
    const { context, over, read } = noting();
    let log = 'up';
    await revived({ log: () => log }, context);
    setImmediate(() => {
      log = 'frame rejected';
    });
    await over();
    expect(read()).toEqual([[NAME, 'frame rejected']]);
  });

  it('the log of each daemon is shown once, with the settings in which it differs', async () => {
    const { context, read } = noting();
    const [own, other] = [{ log: () => 'a' }, { log: () => 'b', differsIn: ['websockets', 'host'] }];
    for (const daemon of [own, other, other, own]) await revived(daemon, context);
    expect(read()).toEqual([
      [NAME, 'a'],
      [`${NAME} with other settings (websockets, host)`, 'b'],
    ]);
  });

  it('a daemon that is down again blocks the case, with its last lines', async () => {
    const { context, read } = noting();
    const down = new Down('it has ended again', 'panicked at main.rs');
    const starting = revived({ revive: () => Promise.reject(down), log: () => 'unused' }, context);
    await expect(starting).rejects.toBe(down);
    expect(read()).toEqual([[NAME, 'panicked at main.rs']]);
  });
});

describe('a daemon that starts for one case', () => {
  it('adds no note when it is up', async () => {
    const { context, read } = noting();
    expect(await withLog(context, Promise.resolve('up'))).toBe('up');
    expect(read()).toEqual([]);
  });

  it.each([
    ['that printed nothing', new Down('it published nothing')],
    ['whose command does not exist', new Unreachable('there is no such program')],
    ['for which our own code is wrong', new TypeError('x is undefined')],
  ])('%s passes its error on without a note', async (_what, error) => {
    const { context, read } = noting();
    await expect(withLog(context, Promise.reject(error))).rejects.toBe(error);
    expect(read()).toEqual([]);
  });
});
