/** `run --watch`: what the loop does to files, keys, the terminal and the run itself. */
import { plain } from '../../reports/escape.js';
import { parseReport } from '../../reports/registry.js';
import type { Line } from '../../suites/model.js';
import { UsageError } from '../command.js';
import { tell } from '../output.js';
import type { Options } from '../run_options.js';
import { unknown } from '../suggest.js';
import { watchFiles } from './files.js';
import { watchKeys } from './keys.js';
import { type RoundEnd, type Wanted, type WatchEvent, watchLoop } from './loop.js';

/** What a round of a watched run differs in. */
export interface Round {
  /** Ids to be asked before others. */
  readonly first: readonly string[];
  readonly signal: AbortSignal;
  readonly heard: (line: Line) => void;
}

export type RunOnce = (given: Options, round: Round) => Promise<{ exit: number; interrupted: boolean }>;

const CLEAR = '\u001b[2J\u001b[3J\u001b[H';

export async function watchRuns(given: Options, paths: readonly string[], once: RunOnce): Promise<number> {
  if (given.resume !== undefined)
    throw new UsageError('--watch and --resume exclude each other: leave one of them out');
  const events = eventQueue();
  const written = (given.report ?? []).map((text) => parseReport(text, unknown).path);
  const files = watchFiles(paths, written, (path) => events.put({ changed: path }));
  const keys = watchKeys(process.stdin, (key) => events.put({ key }));
  const terminal = process.stdout.isTTY === true;
  let rounds = 0;
  try {
    return await watchLoop({
      next: events.next,
      clear: () => void (terminal && process.stdout.write(CLEAR)),
      say: (text) => void process.stderr.write(`${plain(text, 500)}\n`),
      prompt: (text) =>
        void process.stderr.write(`${terminal ? '\r\u001b[K' : ''}${plain(text)}${terminal ? '' : '\n'}`),
      ask: (wanted, signal) => oneRound(given, wanted, { once, signal, isFirst: rounds++ === 0 }),
    });
  } finally {
    keys.close();
    files.close();
  }
}

interface Asking {
  readonly once: RunOnce;
  readonly signal: AbortSignal;
  readonly isFirst: boolean;
}

async function oneRound(
  given: Options,
  wanted: Wanted,
  { once, signal, isFirst }: Asking,
): Promise<RoundEnd> {
  const [failed, passed] = [new Set<string>(), new Set<string>()];
  const heard = (line: Line): void => {
    if (line.kind !== 'result') return;
    if (line.verdict === 'fail' && line.gates) failed.add(line.id);
    if (line.verdict === 'pass') passed.add(line.id);
  };
  const { only } = wanted;
  const options = only ? { ...given, only: [...only], failed: undefined } : given;
  try {
    const { exit, interrupted } = await once(options, { first: wanted.first, signal, heard });
    return { exit, interrupted, failed: [...failed], passed: [...passed].filter((id) => !failed.has(id)) };
  } catch (error) {
    // A pattern or a config that is wrong now may be right after the next change.
    if (isFirst || !(error instanceof UsageError)) throw error;
    tell(error.message);
    return { exit: 2, interrupted: false, failed: [], passed: [] };
  }
}

function eventQueue() {
  const kept: WatchEvent[] = [];
  let waiting: ((event: WatchEvent) => void) | undefined;
  return {
    put(event: WatchEvent): void {
      if (waiting) waiting(event);
      else kept.push(event);
      waiting = undefined;
    },
    next: (): Promise<WatchEvent> => {
      const first = kept.shift();
      if (first) return Promise.resolve(first);
      return new Promise((resolve) => {
        waiting = resolve;
      });
    },
  };
}
