/** Restarts a daemon of ours once when it has stopped publishing, so that one crash does not block all later cases. */
import { Down, type Running } from './daemon_program.js';

/** The most characters of its log in a remark of one line. */
const MOST_TOLD = 600;

interface Watched {
  readonly run: () => Promise<Running>;
  /** Milliseconds since its last packet. */
  readonly quiet: () => number;
  /** Milliseconds without a packet after which it has stopped publishing. */
  readonly longestQuiet: number;
  /** Called when a daemon is gone and its state is void. `told` says why, with its last lines. */
  readonly onRevived: (told: string) => Promise<void>;
}

export type KeptRunning = Awaited<ReturnType<typeof keepRunning>>;

export async function keepRunning({ run, quiet, longestQuiet, onRevived }: Watched) {
  let running = await run();
  let revived = false;
  let turn: Promise<unknown> = Promise.resolve();
  /** Serializes changes. A reader waits for the change in progress, and gets the daemon after it. */
  const changing = (change: () => Promise<void>): Promise<void> => {
    const changed = turn.then(change);
    turn = Promise.allSettled([changed]);
    return changed;
  };
  const stopped = async (): Promise<string | undefined> => {
    const over = await running.over();
    if (over !== undefined) return over;
    const ms = quiet();
    return ms > longestQuiet ? `it published nothing for ${Math.round(ms / 1000)} s` : undefined;
  };
  const again = async () => {
    await running.stop();
    running = await run();
  };
  return {
    /** Restarts the daemon when it has stopped publishing. Throws Down when it exits again. */
    revive: () =>
      changing(async () => {
        const why = await stopped();
        if (why === undefined) return;
        if (revived) {
          // A running daemon may be quiet for a reason. The cases judge what it does not publish.
          if ((await running.over()) === undefined) return;
          throw new Down(`the daemon was restarted once, and has ended again: ${why}`, running.log());
        }
        revived = true;
        const last = running.log().replaceAll('\n', ' | ').slice(-MOST_TOLD);
        await again();
        await onRevived(
          `the daemon stopped publishing (${why}) and was restarted once; its last lines: ${last || 'none'}`,
        );
      }),
    /** A restart that a case asks for. It does not count as the one restart. */
    restart: () => changing(again),
    stop: () => running.stop(),
    /** Whether the daemon was restarted. Then we caused its newer packet. */
    wasRevived: () => revived,
    /** The last lines of the daemon that runs now. */
    log: () => running.log(),
  };
}
