import type { Reporter } from '../suites/model.js';
import { palette } from './color.js';
import { counted, duration } from './duration.js';
import { plain } from './escape.js';
import type { Output } from './output.js';

export interface ProgressOptions {
  /** On a terminal one line is updated; elsewhere a line is written every few seconds. */
  readonly terminal: boolean;
  readonly time: Time;
  /** What the run waits for at this moment. */
  readonly waitingFor?: (() => string | undefined) | undefined;
}

export interface Time {
  /** Milliseconds of a monotonic clock. */
  now(): number;
  /** Calls back at this interval in milliseconds until it is stopped. */
  every(ms: number, tick: () => void): () => void;
}

export interface Progress extends Reporter {
  /** Clears the live line, so that other text can go to the same terminal. The next update shows it again. */
  clear(): void;
}

const REDRAW = 100;
const TELL = 5_000;
/** Milliseconds between updates while no case ends. */
const TELL_WAITING = 30_000;
const ERASE = '\r\x1b[2K';

export function progress(
  output: Output,
  { terminal, time, waitingFor = () => undefined }: ProgressOptions,
): Progress {
  const { red, yellow, dim } = palette(output.color);
  const started = time.now();
  let planned = 0;
  let done = 0;
  let failed = 0;
  let blocked = 0;
  let latest = '';
  let drawn = false;
  let told = { done: 0, at: started };
  let stop = () => {};

  const clear = (): void => {
    if (drawn) output.write(ERASE);
    drawn = false;
  };

  const waits = (): string[] => {
    const what = waitingFor();
    return what === undefined ? [] : [dim(`waiting for ${plain(what, 100)}`)];
  };

  const parts = (): string[] => [
    `${done}/${planned}`,
    ...(failed > 0 ? [red(`${failed} failed`)] : []),
    ...(blocked > 0 ? [yellow(`${blocked} blocked`)] : []),
    duration(time.now() - started),
    ...waits(),
  ];

  const draw = (): void => {
    const left = (output.columns ?? 80) - 1 - visible(parts().join('  ')) - 2;
    const name = left >= latest.length ? latest : left > 4 ? `${latest.slice(0, left - 3)}...` : '';
    output.write(`${ERASE}${parts().join('  ')}  ${dim(name)}`);
    drawn = true;
  };

  const tell = (): void => {
    const now = time.now();
    if (done === told.done && now - told.at < TELL_WAITING) return;
    told = { done, at: now };
    output.write(`conform: ${[`${done} of ${counted(planned, 'case')}`, ...parts().slice(1)].join(', ')}\n`);
  };

  const end = (): void => {
    stop();
    stop = () => {};
    clear();
  };

  return {
    clear,
    end,
    line(line) {
      if (line.kind === 'footer') return end();
      if (line.kind === 'header') {
        planned = line.plan.cases.reduce((sum, { ids }) => sum + ids.length, 0) * line.repeat;
        stop = time.every(terminal ? REDRAW : TELL, terminal ? draw : tell);
        return;
      }
      done++;
      latest = plain(line.id, 200);
      if (line.verdict === 'fail' || line.verdict === 'error') failed++;
      if (line.verdict === 'blocked') blocked++;
    },
  };
}

const visible = (text: string): number => text.replace(/\x1b\[\d+m/g, '').length;
