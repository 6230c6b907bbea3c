/** A program of the lab as a case sees it. At its end, all processes that it started are killed. */
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Lost } from '../../suites/case.js';
import type { Absence, Home, Running } from '../../suites/tunnel/port.js';
import { MOST_OUTPUT, type ProgramEnd, type ProgramEvent, type ProgramStart } from './agent/programs.js';
import { type Bell, bell } from './bell.js';
import type { Lab } from './lab_client.js';
import { keySearch } from './printed_key.js';
import { MARKED } from './proc.js';

/** Between two looks at sockets and processes, which send no events. */
const LOOK = 25;
/** What a program printed last may come so many milliseconds behind its exit; a child that it left behind may hold the pipe for ever. */
const LAST_OUTPUT = 2_000;

export interface Program extends Running {
  /** What each of its processes carries in its environment. */
  readonly mark: string;
  /** The public key that it has printed to stderr so far. */
  key(): string | undefined;
  /** Waits until `holds` is true, which it checks after each output. Throws Lost if it never is. */
  needs(what: string, holds: () => boolean, within: number): Promise<void>;
  /** Looks again and again until `look` resolves to true. Throws Lost if it never does. */
  needsToSee(what: string, look: () => Promise<boolean>, within: number): Promise<void>;
  close(): Promise<void>;
}

export interface ProgramOptions extends Omit<ProgramStart, 'home'> {
  readonly home: Home;
  /** The default length of a wait, in milliseconds. */
  readonly patience: number;
  /** Kills all of it at once. */
  readonly signal: AbortSignal;
}

export async function startProgram(
  { agent, watch }: Pick<Lab, 'agent' | 'watch'>,
  { command, home, env, patience, signal }: ProgramOptions,
): Promise<Program> {
  signal.throwIfAborted();
  const mark = `${MARKED}${randomBytes(8).toString('hex')}`;
  const { hear, waits } = observed(patience);
  const forget = watch(mark, hear);
  const post = (done: Promise<void>): void => void done.catch(saidByTheLab);
  const kill = (): void => post(agent.kill(mark));
  signal.addEventListener('abort', kill, { once: true });
  await agent.start(mark, { command, home: home.path, env });
  return {
    ...waits,
    home,
    mark,
    stdin: {
      write: (bytes) => post(agent.write(mark, bytes)),
      end: () => post(agent.endInput(mark)),
    },
    signal: (name) => post(agent.signal(mark, name)),
    memory: () => agent.memory(mark),
    async close() {
      signal.removeEventListener('abort', kill);
      await agent.stop(mark);
      forget();
    },
  };
}

/** When the lab is gone, `broken` of the port ends the case. */
const saidByTheLab = (): void => {};

/** Keeps what a program prints and how it ends, and waits for it. */
function observed(patience: number) {
  const rang = bell();
  const [stdout, stderr] = [keep(rang), keep(rang)];
  const life = lifeOf(rang);
  const until = async (holds: () => boolean, within: number): Promise<'held' | Absence> => {
    const flooded = () => stdout.full() || stderr.full();
    await rang.until(() => holds() || life.ended() !== undefined || flooded(), within);
    if (life.ended()) await rang.until(() => holds() || life.closed() || flooded(), LAST_OUTPUT);
    if (holds()) return 'held';
    if (flooded()) throw new Lost(`the program printed over ${MOST_OUTPUT} bytes`);
    return life.ended() === undefined ? 'silent' : 'closed';
  };
  const search = keySearch();
  const needs: Program['needs'] = async (what, holds, within) => {
    const ended = await until(holds, within);
    if (ended === 'held') return;
    const received = ended === 'closed' ? life.shown() : `silence for ${within / 1000} s`;
    throw new Lost(`expected ${what}, received ${received} ${tail(stderr.text())}`);
  };
  const waits = {
    stdout: stdout.bytes,
    stderr: stderr.text,
    key: search.key,
    needs,
    async needsToSee(what, look, within) {
      const looking = lookUntil(look, rang);
      try {
        await needs(what, looking.seen, within);
      } finally {
        looking.stop();
      }
    },
    async exited(within = patience) {
      if (!(await rang.until(() => life.ended() !== undefined, within))) return 'running';
      await rang.until(life.closed, LAST_OUTPUT);
      return { code: life.ended()?.code ?? undefined, stdout: stdout.bytes(), stderr: stderr.text() };
    },
    async printed(length) {
      const ended = await until(() => stdout.length() >= length, patience);
      return ended === 'held' ? stdout.bytes() : ended;
    },
    async printedKey(within) {
      const ended = await until(() => search.key() !== undefined, within);
      return ended === 'held' ? { key: search.key() ?? '' } : ended;
    },
    async speaks(within) {
      const ended = await until(() => stdout.length() + stderr.length() > 0, within);
      return ended === 'held' ? 'output' : ended;
    },
  } satisfies Partial<Program>;
  const hear = (event: ProgramEvent): void => {
    if ('ended' in event) life.end(event.ended);
    else if ('closed' in event) life.close();
    else {
      if (event.stream === 'stderr') search.add(event.bytes);
      ({ stdout, stderr })[event.stream].add(event.bytes);
    }
  };
  return { hear, waits };
}

/** Looks again and again until `look` resolves to true, and rings then. */
function lookUntil(look: () => Promise<boolean>, { ring }: Bell) {
  let seen = false;
  const over = new AbortController();
  const looks = async (): Promise<void> => {
    while (!over.signal.aborted && !seen) {
      seen = await look();
      if (seen) ring();
      else await sleep(LOOK);
    }
  };
  looks().catch(saidByTheLab);
  return { seen: () => seen, stop: () => over.abort() };
}

function lifeOf({ ring }: Bell) {
  let ended: ProgramEnd | undefined;
  let closed = false;
  return {
    /** How it ended, once it has. */
    ended: () => ended,
    /** All its output has come. */
    closed: () => closed || ended?.failed !== undefined,
    shown: () => ended?.failed ?? `exit ${ended?.code ?? ended?.signal}`,
    end(how: ProgramEnd) {
      ended ??= how;
      ring();
    },
    close() {
      closed = true;
      ring();
    },
  };
}

const tail = (stderr: string): string =>
  stderr.trim() === '' ? '(stderr is empty)' : `(stderr: ${stderr.trim().slice(-300)})`;

/** Keeps the output of a stream. */
function keep({ ring }: Bell) {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const whole = (): Buffer => Buffer.concat(chunks);
  return {
    add(bytes: Uint8Array) {
      if (length < MOST_OUTPUT) chunks.push(bytes);
      length += bytes.length;
      ring();
    },
    length: () => length,
    bytes: (): Uint8Array => new Uint8Array(whole()),
    text: (): string => whole().toString('utf8'),
    full: () => length > MOST_OUTPUT,
  };
}
