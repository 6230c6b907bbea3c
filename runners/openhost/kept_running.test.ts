import { expect, it } from 'vitest';
import type { Running } from './daemon_program.js';
import { Down, NotUp } from './daemon_program.js';
import { keepRunning } from './kept_running.js';

/** A daemon whose process the test can end, and a count of its starts. */
async function kept(onRun: (started: number) => void = () => {}) {
  const ends: ((why: string) => void)[] = [];
  const told: string[] = [];
  let quiet = 0;
  const daemon = await keepRunning({
    async run(): Promise<Running> {
      onRun(ends.length + 1);
      let over: string | undefined;
      const number = ends.push((why) => {
        over = why;
      });
      return {
        async stop() {
          over ??= 'stopped';
        },
        over: async () => over,
        log: () => `lines of\ndaemon ${number}`,
      };
    },
    quiet: () => quiet,
    longestQuiet: 1000,
    onRevived: async (what) => void told.push(what),
  });
  return {
    daemon,
    told,
    started: () => ends.length,
    end: (why: string) => ends.at(-1)?.(why),
    hush: (ms: number) => {
      quiet = ms;
    },
  };
}

it('does not restart a daemon that publishes', async () => {
  const { daemon, started, hush } = await kept();
  hush(1000);
  await daemon.revive();
  expect(started()).toBe(1);
});

it('restarts a daemon that has ended only once, for all cases that wait, and tells its last lines', async () => {
  const { daemon, told, started, end } = await kept();
  end('`run` ended');
  expect(daemon.wasRevived()).toBe(false);
  await Promise.all([daemon.revive(), daemon.revive(), daemon.revive()]);
  expect(daemon.wasRevived()).toBe(true);
  expect(started()).toBe(2);
  expect(told).toEqual([expect.stringMatching(/`run` ended.*restarted once.*lines of \| daemon 1/)]);
  end('`run` ended: panic');
  await expect(daemon.revive()).rejects.toMatchObject({
    message: expect.stringMatching(/ended again.*panic/),
    log: 'lines of\ndaemon 2',
  });
  await expect(daemon.revive()).rejects.toThrow(Down);
  expect(started()).toBe(2);
});

it('restarts a quiet daemon only once, and then lets the cases judge its silence', async () => {
  const { daemon, told, started, hush } = await kept();
  hush(1001);
  await daemon.revive();
  await daemon.revive();
  expect(started()).toBe(2);
  expect(told).toEqual([expect.stringMatching(/published nothing for 1 s/)]);
});

it('does not count a restart that a case asks for, and does not take the time without a process for an end', async () => {
  const { daemon, told, started } = await kept();
  await Promise.all([daemon.restart(), daemon.revive()]);
  expect([started(), told]).toEqual([2, []]);
});

it('tells why a daemon does not start again', async () => {
  const { daemon, end } = await kept((started) => {
    if (started === 2) throw new NotUp('the port is taken', 'its lines');
  });
  end('`run` ended');
  await expect(daemon.revive()).rejects.toThrow('the port is taken');
  await expect(daemon.revive()).rejects.toThrow('ended again');
});
