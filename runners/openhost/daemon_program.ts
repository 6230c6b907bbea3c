/** Calls the command of a daemon for its output, or keeps it running. No process that it starts outlives `close`. */
import { setTimeout as delay } from 'node:timers/promises';
import { Unreachable } from '../../suites/case.js';
import { call, NotStarted, notStarted } from '../exec/call.js';
import { type Group, startGroup } from '../exec/group.js';

/** A daemon that we started is gone. */
export class Down extends Unreachable {
  constructor(
    reason: string,
    /** The last lines that it printed. */
    readonly log = '',
  ) {
    super(reason);
  }
}

/** The daemon exited by itself before it was up. */
export class NotUp extends Down {}

/** The run has ended, and the program with it. */
export class RunOver extends Unreachable {
  constructor() {
    super('the run is over');
  }
}

/** A call exited by itself, with another code than 0. */
export class CallFailed extends Unreachable {}

export interface DaemonProgram {
  /** The output of the command. Throws CallFailed when it exits with another code than 0. */
  call(config: string, ...words: string[]): Promise<string>;
  /** Starts the daemon and waits until `up` is true. Throws NotUp when it exits before. */
  run(config: string, up: () => boolean): Promise<Running>;
  close(): Promise<void>;
}

export interface Running {
  stop(): Promise<void>;
  /** Why the process is gone. Waits for the last output of a process that has just exited. */
  over(): Promise<string | undefined>;
  /** The last lines that it printed. */
  log(): string;
}

const LOOK = 20;
/** The most lines of its log in a report. */
const MOST_LINES = 20;

/** The most milliseconds of the steps of a program. */
export interface ProgramLimits {
  /** Of a call, such as `identity show`. */
  readonly longestCall?: number;
  /** From the start until the daemon publishes itself. */
  readonly longestStart?: number;
  /** From SIGTERM to SIGKILL. */
  readonly longestStop?: number;
}

interface Surroundings extends ProgramLimits {
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal | undefined;
}

export const LONGEST_START = 30_000;

export function daemonProgram(
  command: readonly [string, ...string[]],
  {
    env,
    signal: given,
    longestCall = 30_000,
    longestStart = LONGEST_START,
    longestStop = 5000,
  }: Surroundings,
): DaemonProgram {
  const closing = new AbortController();
  const signal = given ? AbortSignal.any([given, closing.signal]) : closing.signal;
  /** The started processes, and for those that are stopping the promise of their end. */
  const running = new Map<Group, Promise<void> | undefined>();
  const wordsOf = (config: string, words: readonly string[]): [string, ...string[]] => [
    ...command,
    '--config',
    config,
    ...words,
  ];
  const end = async (group: Group) => {
    await group.terminate(longestStop);
    running.delete(group);
  };
  const stop = async (group: Group) => {
    if (!running.has(group)) return;
    const ending = running.get(group) ?? end(group);
    running.set(group, ending);
    await ending;
  };
  return {
    async call(config, ...words) {
      const what = `\`${words.slice(0, 2).join(' ')}\``;
      if (signal.aborted) throw new RunOver();
      const { code, stdout, shown, late } = await called(wordsOf(config, words), {
        env,
        within: longestCall,
        signal,
      });
      if (signal.aborted) throw new RunOver();
      if (late) throw new Unreachable(`${what} did not exit within ${longestCall / 1000} s`);
      if (code === 0) return stdout;
      const ended = `${what} ended with ${code ?? 'a signal'}${lastOf(shown)}`;
      throw typeof code === 'number' ? new CallFailed(ended) : new Unreachable(ended);
    },
    async run(config, up) {
      if (signal.aborted) throw new RunOver();
      const group = startGroup(wordsOf(config, ['run']), env);
      running.set(group, undefined);
      const { over, log } = watch(group, command[0]);
      const late = performance.now() + longestStart;
      while (!up()) {
        const why = over();
        const slow = performance.now() > late;
        if (why !== undefined || slow || signal.aborted) {
          await stop(group);
          // The end of the run also ends the process, which has not exited by itself then.
          if (signal.aborted) throw new RunOver();
          if (why !== undefined) throw new NotUp(why, log());
          throw new Down(`it published nothing within ${longestStart / 1000} s`, log());
        }
        await delay(LOOK);
      }
      return {
        stop: () => stop(group),
        async over() {
          const { child } = group;
          while (over() === undefined && (child.exitCode !== null || child.signalCode !== null))
            await delay(LOOK);
          return over();
        },
        log,
      };
    },
    async close() {
      closing.abort();
      await Promise.all([...running.keys()].map(stop));
    },
  };
}

/** Calls a program. Throws Unreachable when it cannot be started. */
export async function called(words: [string, ...string[]], options: Parameters<typeof call>[1]) {
  try {
    return await call(words, options);
  } catch (error) {
    throw error instanceof NotStarted ? new Unreachable(error.message) : error;
  }
}

/** Collects the output of a program, and why it is gone. */
function watch({ child }: Group, program: string): { over(): string | undefined; log(): string } {
  let said = '';
  let over: string | undefined;
  const hear = (part: Buffer) => {
    said = (said + part.toString()).slice(-4000);
  };
  child.stdin.end();
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  child.once('error', (error) => {
    over = notStarted(program, error).message;
  });
  // The last output arrives before, unless another process holds the pipe.
  child.once('exit', () => setTimeout(() => (over ??= `\`run\` ended${lastOf(said)}`), 100));
  child.once('close', () => {
    over ??= `\`run\` ended${lastOf(said)}`;
  });
  return { over: () => over, log: () => said.trim().split('\n').slice(-MOST_LINES).join('\n') };
}

const lastOf = (said: string): string => {
  const line = said.trim().split('\n').at(-1) ?? '';
  return line === '' ? ' and printed nothing' : `: ${line.slice(0, 300)}`;
};
