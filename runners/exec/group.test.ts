import { describe, expect, it, test } from 'vitest';
import { startAdapter } from './adapter.js';
import { hasExited } from './group.js';
import { FakeChild } from './testing/child.js';
import { FAKE, LIMITS, withFake } from './testing/open.js';
import { leftOf, runs } from './testing/processes.js';

const pidOf = (answer: unknown): number => {
  expect(answer).toEqual({ accept: expect.any(Number) });
  return (answer as { accept: number }).accept;
};

describe.skipIf(process.platform !== 'linux')('no process is left', () => {
  test.each(['child', 'daemon'])('of a %s, after a close', async (input) => {
    let pid = 0;
    await withFake('well', async (fake) => {
      pid = pidOf(await fake.do(input));
      expect(runs(pid)).toBe(true);
    });
    expect(await leftOf([pid])).toEqual([]);
  });

  test.each(['child', 'daemon'])('of a %s that holds the output open, after a crash', (input) =>
    withFake('well', async (fake) => {
      const pid = pidOf(await fake.do(input));
      expect(await fake.do('crash')).toMatchObject({ lost: 'crash', detail: 'exited with code 3' });
      expect(await leftOf([pid])).toEqual([]);
      expect(await fake.do(1)).toEqual({ accept: 1 });
    }),
  );

  test('of an adapter that ignores the end of its input and SIGTERM', async () => {
    let pid = 0;
    await withFake('deaf', async (fake) => {
      pid = pidOf(await fake.do('own pid'));
    });
    expect(runs(pid)).toBe(false);
  });

  test('of an adapter whose start hangs, after the start is aborted', async () => {
    const stop = new AbortController();
    const opening = startAdapter([process.execPath, FAKE, 'silence'], LIMITS, { signal: stop.signal });
    stop.abort();
    const adapter = await opening;
    const request = { structure: 'fake/one', op: 'do', given: {}, input: 1 };
    expect(await adapter.ask(request, new AbortController().signal)).toEqual({
      blocked: expect.stringContaining('closed before its hello'),
    });
    await adapter.close();
  });

  test('and requests in flight at a close are blocked', async () => {
    let open: Promise<unknown> | undefined;
    await withFake('well', async (fake) => {
      open = fake.do('silence');
      await fake.do(1);
    });
    expect(await open).toEqual({ blocked: 'the target was closed' });
  });
});

test.each([
  [['no-such-program-anywhere'], 'cannot be started: no-such-program-anywhere: no such program'],
  [['/'], 'cannot be started: /: '],
])('%j, which cannot be started, blocks all requests', async ([program = ''], reason) => {
  const adapter = await startAdapter([program], LIMITS);
  const request = { structure: 'a/b', op: 'c', given: {}, input: null };
  expect(await adapter.ask(request, new AbortController().signal)).toEqual({
    blocked: expect.stringContaining(reason),
  });
  await adapter.close();
});

describe('hasExited', () => {
  it('is true at once after an exit', async () => {
    const child = new FakeChild();
    child.exit(0);
    expect(await hasExited(child.process, 60_000)).toBe(true);
  });

  it('waits for an exit until its time is over', async () => {
    const child = new FakeChild();
    expect(await hasExited(child.process, 1)).toBe(false);
    setImmediate(() => child.exit(null, 'SIGTERM'));
    expect(await hasExited(child.process, 60_000)).toBe(true);
  });
});
