import { describe, expect, test } from 'vitest';
import { blocked, failed, footer, header, passed } from './example.js';
import { memory } from './memory.js';
import { progress, type Time } from './progress.js';

function madeUpTime(): Time & { pass(ms: number): void } {
  let at = 0;
  let timers: { every: number; due: number; tick: () => void }[] = [];
  return {
    now: () => at,
    every(every, tick) {
      const timer = { every, due: at + every, tick };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    pass(ms) {
      for (const end = at + ms; at < end; at++) {
        for (const timer of timers) {
          if (timer.due > at) continue;
          timer.due += timer.every;
          timer.tick();
        }
      }
    },
  };
}

const started = (terminal: boolean, columns = 80) => {
  const output = memory({ columns });
  const time = madeUpTime();
  const live = progress(output, { terminal, time });
  live.line(header);
  return { output, time, live };
};

test('says what the run waits for as long as it waits', () => {
  const output = memory({ columns: 80 });
  const time = madeUpTime();
  let what: string | undefined = 'the limit of 10 sessions in 60 s';
  const live = progress(output, { terminal: false, time, waitingFor: () => what });
  live.line(header);
  live.line(passed);
  time.pass(5_001);
  what = undefined;
  live.line(passed);
  time.pass(5_000);
  expect(output.text()).toBe(
    'conform: 1 of 5 cases, 5.0 s, waiting for the limit of 10 sessions in 60 s\nconform: 2 of 5 cases, 10.0 s\n',
  );
});

describe('on a terminal', () => {
  test('one line is drawn over and over, however many cases end', () => {
    const { output, time, live } = started(true);
    for (let at = 0; at < 1000; at++) live.line(passed);
    expect(output.text()).toBe('');
    time.pass(101);
    expect(output.text()).toBe('\r\x1b[2K1000/5  100 ms  echo/token/ok');
  });

  test('shows what went wrong, and never more than fits', () => {
    const { output, time, live } = started(true, 40);
    live.line(failed);
    live.line(blocked);
    live.line({ ...passed, id: 'echo/token/a-name-that-is-much-too-long' });
    time.pass(101);
    const line = output.text().replace('\r\x1b[2K', '');
    expect(line).toBe('3/5  1 failed  1 blocked  100 ms  ec...');
    expect(line.length).toBeLessThan(40);
  });

  test('it is gone when the run has ended, and while others write', () => {
    const { output, time, live } = started(true);
    time.pass(101);
    live.clear();
    const before = output.text();
    expect(before.endsWith('\r\x1b[2K')).toBe(true);
    live.clear();
    expect(output.text()).toBe(before);
    time.pass(100);
    live.line(footer);
    expect(output.text().endsWith('\r\x1b[2K')).toBe(true);
    const after = output.text();
    time.pass(10_000);
    expect(output.text()).toBe(after);
  });
});

describe('elsewhere', () => {
  test('prints a line every few seconds, without any control character', () => {
    const { output, time, live } = started(false);
    live.line(passed);
    time.pass(5_001);
    live.line(failed);
    time.pass(5_000);
    live.line(footer);
    time.pass(10_000);
    expect(output.text()).toBe('conform: 1 of 5 cases, 5.0 s\nconform: 2 of 5 cases, 1 failed, 10.0 s\n');
  });

  test('prints fewer lines while no case ends', () => {
    const { output, time, live } = started(false);
    live.line(passed);
    time.pass(60_001);
    expect(output.text()).toBe('conform: 1 of 5 cases, 5.0 s\nconform: 1 of 5 cases, 35.0 s\n');
  });

  test('a run that is over at once says nothing', () => {
    const { output, time, live } = started(false);
    live.line(passed);
    time.pass(1_000);
    live.line(footer);
    expect(output.text()).toBe('');
  });
});
