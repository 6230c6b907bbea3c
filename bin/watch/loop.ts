/** Asks again when something changes or a key is pressed. No file, terminal or clock is known here. */

/** What a round asks. */
export interface Wanted {
  /** Globs on ids in place of those of the command line; those where it is absent. */
  readonly only?: readonly string[];
  /** What failed before stands in front. */
  readonly first: readonly string[];
}

export interface RoundEnd {
  readonly exit: number;
  /** The run was ended by a signal of the system. */
  readonly interrupted: boolean;
  readonly failed: readonly string[];
  readonly passed: readonly string[];
}

export type WatchEvent = { readonly changed: string } | { readonly key: string };

export interface Watching {
  ask(wanted: Wanted, signal: AbortSignal): Promise<RoundEnd>;
  /** The next event; those that come while nobody waits are kept. */
  next(): Promise<WatchEvent>;
  /** Begins a new screen. */
  clear(): void;
  /** A line below the report. */
  say(text: string): void;
  /** What is typed so far of a pattern. */
  prompt(text: string): void;
}

type Mode = 'all' | 'failed' | { readonly pattern: string };

const KEYS = 'a all  f failed  p pattern  enter again  q quit';
const END = new Set(['q', '\u0003', '\u0004']);

/** Resolves to the exit code of the last round. */
export async function watchLoop(given: Watching): Promise<number> {
  const events = keeping(given);
  const watching: Watching = { ...given, next: events.next };
  const failing = new Set<string>();
  let mode: Mode = 'all';
  for (;;) {
    const round = await oneRound(watching, events, mode, failing);
    if (round.interrupted || round.quit) return round.exit;
    watching.say(`${modeText(mode, failing)}  ${KEYS}`);
    const chosen: Mode | 'quit' = await nextMode(watching, mode, failing);
    if (chosen === 'quit') return round.exit;
    mode = chosen;
  }
}

/** Keeps events that come during a round for its end, except those that end the round. */
function keeping(watching: Watching) {
  const kept: WatchEvent[] = [];
  let coming: Promise<WatchEvent> | undefined;
  return {
    next(): Promise<WatchEvent> {
      const first = kept.shift();
      if (first) return Promise.resolve(first);
      const next = coming ?? watching.next();
      coming = undefined;
      return next;
    },
    /** Until the work is done, or an event ends it. */
    async during(work: Promise<unknown>, ends: (event: WatchEvent) => boolean): Promise<boolean> {
      const done = work.then(() => undefined);
      for (;;) {
        coming ??= watching.next();
        const event = await Promise.race([done, coming]);
        if (event === undefined) return false;
        coming = undefined;
        if (ends(event)) return true;
        const again = kept.some((one) => 'changed' in one && 'changed' in event);
        if (!again) kept.push(event);
      }
    },
  };
}

async function oneRound(
  watching: Watching,
  events: ReturnType<typeof keeping>,
  mode: Mode,
  failing: Set<string>,
): Promise<RoundEnd & { readonly quit: boolean }> {
  const stop = new AbortController();
  watching.clear();
  const only = mode === 'all' ? undefined : mode === 'failed' ? [...failing] : [mode.pattern];
  const asked = watching.ask({ first: [...failing], ...(only ? { only } : {}) }, stop.signal);
  const quit = await events.during(asked, (event) => 'key' in event && END.has(event.key));
  if (quit) stop.abort(new Error('ended by a key'));
  const end = await asked;
  for (const id of end.passed) failing.delete(id);
  for (const id of end.failed) failing.add(id);
  return { ...end, quit };
}

const modeText = (mode: Mode, failing: ReadonlySet<string>): string => {
  const what = mode === 'all' ? 'all' : mode === 'failed' ? 'what failed' : `pattern ${mode.pattern}`;
  return `asked ${what}; ${failing.size === 0 ? 'none fails' : `${failing.size} ${failing.size === 1 ? 'fails' : 'fail'}`}.`;
};

async function nextMode(
  watching: Watching,
  mode: Mode,
  failing: ReadonlySet<string>,
): Promise<Mode | 'quit'> {
  for (;;) {
    const event = await watching.next();
    if ('changed' in event) {
      // Of what failed nothing is left: the change may have broken something else.
      return mode === 'failed' && failing.size === 0 ? 'all' : mode;
    }
    const { key } = event;
    if (END.has(key)) return 'quit';
    if (key === 'a') return 'all';
    if (key === '\r' || key === '\n') return mode === 'failed' && failing.size === 0 ? 'all' : mode;
    if (key === 'f') {
      if (failing.size > 0) return 'failed';
      watching.say('nothing failed');
    }
    if (key === 'p') {
      const pattern = await readPattern(watching);
      if (pattern === 'quit') return 'quit';
      if (pattern !== undefined) return { pattern };
      watching.say(KEYS);
    }
  }
}

/** What is typed up to Enter; nothing after Escape. A change of a file meanwhile waits. */
async function readPattern(watching: Watching): Promise<string | 'quit' | undefined> {
  let typed = '';
  for (;;) {
    watching.prompt(`pattern: ${typed}`);
    const event = await watching.next();
    if (!('key' in event)) continue;
    const { key } = event;
    if (key === '\u0003' || key === '\u0004') return 'quit';
    if (key === '\u001b') return undefined;
    if (key === '\r' || key === '\n') return typed.trim() === '' ? undefined : typed.trim();
    if (key === '\u007f' || key === '\b') typed = typed.slice(0, -1);
    else if (key >= ' ') typed += key;
  }
}
