import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Context, Target } from '../../suites/model.js';
import type { PunchPort } from '../../suites/punch/port.js';
import { fuzzLive, type LiveFault, type LiveFound, type LiveOptions, replayLive } from './live.js';
import { command, type LiveModel, liveModel } from './live_model.js';

const target: Target = {
  ...{ name: 'a peer', kind: 'peer', capabilities: {}, protocols: [], concurrency: 1, production: false },
  ports: { punch: () => ({}) as PunchPort },
  close: async () => {},
};

interface Real {
  readonly expect: Context['expect'];
}

const anything = { isFine: true };

/** One command is drawn as often as another. */
const modelOf = (commands: Readonly<Record<string, (real: Real) => Promise<void>>>): LiveModel =>
  liveModel<typeof anything, Real>({
    name: 'peer/model',
    port: 'punch',
    most: 6,
    commands: (check) => [
      check.constantFrom(
        ...Object.entries(commands).map(([text, run]) =>
          command<typeof anything, Real>(
            text,
            ({ isFine }) => isFine,
            (_, real) => run(real),
          ),
        ),
      ),
    ],
    begin: async ({ expect: checks }) => ({ model: { ...anything }, real: { expect: checks } }),
  });

const nothing = async (): Promise<void> => {};

function searching(model: LiveModel, changed: Partial<LiveOptions> = {}) {
  const found: LiveFound[] = [];
  const faults: LiveFault[] = [];
  const options: LiveOptions = {
    ...{ fc, target, models: [model], seed: 7, runs: 200, time: 60_000, most: 1 },
    signal: new AbortController().signal,
    counts: { compared: 0, notCompared: 0, unsteady: 0 },
    found: (one) => found.push(one),
    fault: (one) => faults.push(one),
    ...changed,
  };
  return { options, found, faults, counts: options.counts };
}

describe('a search of histories', () => {
  it('reports a failure once, with the commands that it needs', async () => {
    const wrong = modelOf({ fine: nothing, wrong: async (real) => real.expect.equal('it', 1, 2) });
    const { options, found, counts } = searching(wrong);
    await fuzzLive(options);
    expect(found).toMatchObject([{ commands: ['wrong'], failed: { what: 'it', observed: 1, expected: 2 } }]);
    expect(counts.notCompared).toBe(0);
    for (const one of found) expect(await replayLive(options, one)).toMatchObject({ commands: ['wrong'] });
  });

  it('reports an error of a command as our fault, and its path finds it again', async () => {
    const error = new RangeError('the offset is out of range');
    const broken = modelOf({
      fine: nothing,
      broken: async () => {
        throw error;
      },
    });
    const { options, found, faults } = searching(broken, { runs: 1_000_000 });
    await fuzzLive(options);
    expect(found).toEqual([]);
    expect(faults).toMatchObject([{ model: 'peer/model', error }]);
    expect(faults[0]?.commands.at(-1)).toBe('broken');
    for (const one of [...faults]) await replayLive(options, one);
    expect(faults).toHaveLength(2);
    expect(faults[1]?.commands).toEqual(faults[0]?.commands);
  });

  it('ends when its time is over, whatever a command waits for', async () => {
    let began = 0;
    const waits = modelOf({
      waits() {
        began++;
        return new Promise(() => {});
      },
    });
    const { options, counts } = searching(waits, { time: 400 });
    await fuzzLive(options);
    expect(began).toBeGreaterThan(0);
    expect(counts.notCompared).toBe(0);
  });

  it('ends at once when it is interrupted', async () => {
    const stop = new AbortController();
    const waits = modelOf({
      waits() {
        stop.abort();
        return new Promise(() => {});
      },
    });
    const { options, found, faults } = searching(waits, { signal: stop.signal });
    await fuzzLive(options);
    expect([...found, ...faults]).toEqual([]);
  });

  it('does not report a history that passes when it runs again, and continues the search', async () => {
    let isNew = true;
    const unsteady = modelOf({
      async flickers(real) {
        const seen = isNew;
        isNew = false;
        real.expect.equal('it flickers', seen, false);
      },
      wrong: async (real) => real.expect.equal('it', isNew ? 2 : 1, 2),
    });
    const { options, found, counts } = searching(unsteady, { runs: 1_000_000 });
    await fuzzLive(options);
    expect(found.map(({ failed }) => failed.what)).toEqual(['it']);
    expect(counts).toMatchObject({
      notCompared: 1,
      unsteady: 1,
      why: 'unsteady: "it flickers" failed, and did not when its history was asked again',
    });
  });
});
