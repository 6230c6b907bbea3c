import { settled } from '../../reference/settled.js';
import type { Answer, Request } from '../../suites/codec.js';
import { readBatch, type Unanswered } from './batch.js';
import type { Group } from './group.js';
import { type Complete, splitLines } from './lines.js';
import { openOutbox } from './outbox.js';
import { openPatience } from './patience.js';
import { adapterProtocol, HELLO, type Hello, preview, requestLine } from './protocol.js';
import { keepTail } from './tail.js';
import { watchEnd } from './watch_end.js';

export interface Limits {
  /** Milliseconds until the hello. */
  readonly hello: number;
  /** Milliseconds for a request. The time starts when it becomes the oldest unanswered one. */
  readonly answer: number;
  /** Bytes without a newline. */
  readonly line: number;
  /** The last bytes of standard error that are kept. */
  readonly stderr: number;
}

export interface Loss {
  readonly lost: 'crash' | 'hang' | 'flood' | 'garbage';
  readonly detail: string;
  readonly stderr: string;
}

const HINT = `start it by hand: it must answer ${HELLO.trim()}`;

/** The adapter sent no valid hello. */
export class NoHello extends Error {
  constructor(
    readonly detail: string,
    /** The last bytes that the program wrote to its standard error. */
    readonly stderr: string,
  ) {
    super(`no hello from the adapter: ${detail}; ${stderr ? `its stderr: ${stderr}` : HINT}`);
  }
}

export interface Listener<T> {
  answered(answers: readonly (readonly [T, Answer])[]): void;
  /** The life is over. `guilty` is the unanswered request whose answer was wrong, if the bytes name it. */
  lost(loss: Loss, unanswered: readonly T[], guilty?: T): void;
}

/** One run of the adapter, from its start to its end. */
export interface Life<T> {
  /** Rejects with a NoHello when no valid hello comes. The listener is not told in that case. */
  readonly ready: Promise<Hello>;
  /** The number of unanswered requests. */
  readonly waiting: number;
  unanswered(): readonly T[];
  /** No request has been sent yet. */
  readonly fresh: boolean;
  ask(item: T, request: Request): void;
  close(): Promise<void>;
}

/** The program that was started, with its pipes. */
export type Program = Pick<Group, 'program' | 'child' | 'kill' | 'close'>;

/** Greets a program that has just been started, and puts requests to it until it ends or breaks the protocol. */
export function beginLife<T>(group: Program, limits: Limits, listener: Listener<T>): Life<T> {
  const { child } = group;
  const lines = splitLines();
  const stderr = keepTail(limits.stderr);
  /** The unanswered requests, oldest first. A Map costs more, because it is rehashed all the time. */
  let waiting: Unanswered<T>[] = [];
  let last = 0;
  const greeting = settled<Hello>();
  let phase: 'hello' | 'asking' | 'over' = 'hello';

  const waits = () => phase === 'asking' && waiting.length > 0;
  const patience = openPatience(limits.answer, waits, () =>
    lose('hang', `no answer for ${limits.answer} ms`),
  );
  const hello = setTimeout(() => {
    setImmediate(() => {
      if (phase === 'hello') lose('hang', `no hello for ${limits.hello} ms`);
    });
  }, limits.hello);
  const send = openOutbox((text) => {
    if (phase === 'asking') child.stdin.write(text);
  });

  const unanswered = () => waiting.map(({ item }) => item);
  function end(): void {
    phase = 'over';
    clearTimeout(hello);
    patience.stop();
  }

  function lose(lost: Loss['lost'], detail: string, guilty?: T): void {
    if (phase === 'over') return;
    const asking = phase === 'asking';
    end();
    group.kill();
    const text = stderr.text();
    if (asking) listener.lost({ lost, detail, stderr: text }, unanswered(), guilty);
    else greeting.reject(new NoHello(detail, text));
  }

  function readLines(complete: Complete): void {
    if (phase === 'asking') {
      const { answers, fault, guilty } = readBatch(complete, waiting, last);
      const [oldest] = waiting;
      waiting = waiting.filter((asked) => !answers.has(asked));
      if (waiting[0] !== oldest) patience.renew();
      if (answers.size > 0) listener.answered([...answers].map(([{ item }, answer]) => [item, answer]));
      if (fault !== undefined) lose('garbage', fault, guilty);
      return;
    }
    const said = helloOf(complete);
    if ('fault' in said) {
      lose('garbage', said.fault);
      return;
    }
    phase = 'asking';
    clearTimeout(hello);
    greeting.resolve(said.hello);
  }

  child.stderr.on('data', stderr.push);
  child.stdout.on('data', (chunk: Buffer) => {
    if (phase === 'over') return;
    const complete = lines.push(chunk);
    if (lines.held > limits.line) lose('flood', `more than ${limits.line} bytes without a newline`);
    else if (complete.length > 0) readLines(complete);
  });
  child.once('error', (error) => lose('crash', `cannot be started: ${group.program}: ${reasonOf(error)}`));
  watchEnd(child, {
    exited: (how) => lose('crash', lines.held > 0 ? `${how} in the middle of a line` : how),
    closedOutput: () => lose('crash', 'closed its output'),
  });
  child.stdin.write(HELLO);

  return {
    ready: greeting.promise,
    get waiting() {
      return waiting.length;
    },
    get fresh() {
      return last === 0;
    },
    unanswered,
    ask(item, request) {
      if (waiting.length === 0) patience.renew();
      waiting.push({ id: ++last, item });
      send(last, requestLine(last, request));
      patience.watch();
    },
    close() {
      if (phase === 'hello') greeting.reject(new NoHello('closed before its hello', stderr.text()));
      end();
      return group.close();
    },
  };
}

function helloOf([first, ...more]: Complete): { readonly hello: Hello } | { readonly fault: string } {
  const hello = first === undefined ? { nonsense: 'not UTF-8' } : adapterProtocol().readHello(first);
  if ('nonsense' in hello) return { fault: `its hello is ${hello.nonsense}` };
  return more.length > 0 ? { fault: `more than a hello: ${preview(more[0] ?? '')}` } : { hello };
}

const reasonOf = ({ code, message }: NodeJS.ErrnoException): string =>
  code === 'ENOENT' ? 'no such program: check its path, or install it' : message;
