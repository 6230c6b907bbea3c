/** A daemon of ours that has stopped publishing is started once more: one crash is not to block all cases behind it. */
import type { Running } from './daemon_program.js';
import { Down } from './deployment.js';

export interface KeptRunning {
  /** Starts it once more where it has stopped publishing; throws Down where it ends again. */
  revive(): Promise<void>;
  /** A restart that a case asks for: it counts for nothing here. */
  restart(): Promise<void>;
  stop(): Promise<void>;
  /** It was started once more: what it published then is our doing. */
  wasRevived(): boolean;
  /** The last lines of the daemon that runs now. */
  log(): string;
}

/** Characters of its log in a remark of one line. */
const MOST_TOLD = 600;

interface Watched {
  readonly run: () => Promise<Running>;
  /** Milliseconds since its last packet. */
  readonly quiet: () => number;
  /** Milliseconds without a packet after which it has stopped publishing. */
  readonly longestQuiet: number;
  /** What came of the one that went is void. `told`: what became of it, with its last lines. */
  readonly onRevived: (told: string) => Promise<void>;
}

export async function keepRunning({ run, quiet, longestQuiet, onRevived }: Watched): Promise<KeptRunning> {
  let running = await run();
  let revived = false;
  let turn: Promise<unknown> = Promise.resolve();
  /** One change after the other: whoever looks meanwhile sees the daemon that came of it. */
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
    revive: () =>
      changing(async () => {
        const why = await stopped();
        if (why === undefined) return;
        if (revived) {
          // One that lives may have its reasons to be quiet: what it does not publish is for the cases to say.
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
    restart: () => changing(again),
    stop: () => running.stop(),
    wasRevived: () => revived,
    log: () => running.log(),
  };
}
