import { setImmediate as turn } from 'node:timers/promises';
import type { Answer, Request } from '../../suites/codec.js';
import { readBatch } from './batch.js';
import { openFlight } from './flight.js';
import { hasExited, startGroup } from './group.js';
import { splitLines } from './lines.js';
import { adapterProtocol, HELLO, type Hello, preview, requestLine } from './protocol.js';
import { keepTail } from './tail.js';

export interface Limits {
  /** Milliseconds until the hello. */
  readonly hello: number;
  /** Milliseconds for a request, from the moment it is the oldest that is unanswered. */
  readonly answer: number;
  /** Bytes without a newline. */
  readonly line: number;
  /** Bytes of standard error that are kept. */
  readonly stderr: number;
}

export interface Loss {
  readonly lost: 'crash' | 'hang' | 'flood' | 'garbage';
  readonly detail: string;
  readonly stderr: string;
}

/** Why no hello came, and the last that the program wrote to its standard error. */
export class NoHello extends Error {
  constructor(
    readonly detail: string,
    readonly stderr: string,
  ) {
    super(stderr ? `${detail}; its stderr: ${stderr}` : detail);
  }
}

export interface Listener<T> {
  answered(answers: readonly (readonly [T, Answer])[]): void;
  /** The life is over. `guilty` is among the unanswered, where the bytes themselves say whose answer went wrong. */
  lost(loss: Loss, unanswered: readonly T[], guilty?: T): void;
}

/** One run of the adapter, from its start to its end. */
export interface Life<T> {
  /** Rejects with a NoHello when no proper hello comes; the listener hears nothing of that. */
  readonly ready: Promise<Hello>;
  /** How many are unanswered. */
  readonly waiting: number;
  /** Nothing has been asked yet. */
  readonly fresh: boolean;
  ask(item: T, request: Request): void;
  close(): Promise<void>;
}

/**
 * Requests of a tick are written together, and at the latest so many. It is no divisor of the window, so that the two
 * sides fall out of step: one reads while the other writes.
 */
const BURST = 56;

/** How long the bytes of a program that has ended are read, and an end is awaited when its output has closed. */
const AFTERMATH = 250;

export function startLife<T>(
  command: readonly [string, ...string[]],
  limits: Limits,
  listener: Listener<T>,
  env?: NodeJS.ProcessEnv,
): Life<T> {
  const protocol = adapterProtocol();
  const group = startGroup(command, env);
  const { child } = group;
  const lines = splitLines();
  const stderr = keepTail(limits.stderr);
  const waiting = openFlight<T>();
  let unsent = '';
  let received = 0;
  let phase: 'hello' | 'asking' | 'over' = 'hello';
  let oldestSince = 0;
  let timer: NodeJS.Timeout | undefined;
  let greet: (hello: Hello) => void;
  let refuse: (reason: Error) => void;
  const ready = new Promise<Hello>((resolve, reject) => {
    greet = resolve;
    refuse = reject;
  });

  function lose(lost: Loss['lost'], detail: string, guilty?: number): void {
    if (phase === 'over') return;
    const before = phase;
    phase = 'over';
    clearTimeout(timer);
    group.kill();
    const text = stderr.text();
    if (before === 'hello') refuse(new NoHello(detail, text));
    else {
      const culprit = guilty === undefined ? undefined : waiting.get(guilty);
      listener.lost({ lost, detail, stderr: text }, waiting.items(), culprit);
    }
  }

  child.stderr.on('data', (chunk: Buffer) => {
    received += chunk.length;
    stderr.push(chunk);
  });
  child.stdout.on('data', (chunk: Buffer) => {
    received += chunk.length;
    if (phase === 'over') return;
    const complete = lines.push(chunk);
    if (lines.held > limits.line) lose('flood', `more than ${limits.line} bytes without a newline`);
    else if (complete.length === 0) return;
    else if (phase === 'hello') readHello(complete);
    else readAnswers(complete);
  });
  child.once('error', (error: NodeJS.ErrnoException) => {
    const why = error.code === 'ENOENT' ? 'no such program' : error.message;
    lose('crash', `cannot be started: ${command[0]}: ${why}`);
  });
  child.once(
    'exit',
    (code, signal) => void afterExit(code === null ? `was ended by ${signal}` : `exited with code ${code}`),
  );
  child.stdout.once('end', () => void afterEnd());

  /** What the program had written is still in the pipes, and others may hold their ends open. */
  async function afterExit(how: string): Promise<void> {
    const until = performance.now() + AFTERMATH;
    const open = () => !(child.stdout.readableEnded && child.stderr.readableEnded);
    for (let quiet = 0; quiet < 2 && open() && performance.now() < until; quiet++) {
      const before = received;
      await turn();
      if (received !== before) quiet = -1;
    }
    lose('crash', lines.held > 0 ? `${how} in the middle of a line` : how);
  }

  /** An exit says more than an end of output, so it is given a moment. */
  async function afterEnd(): Promise<void> {
    if (!(await hasExited(child, AFTERMATH))) lose('crash', 'closed its output');
  }

  function readHello([first, ...more]: readonly (string | undefined)[]): void {
    const hello = first === undefined ? { nonsense: 'not UTF-8' } : protocol.readHello(first);
    if ('nonsense' in hello) lose('garbage', `its hello is ${hello.nonsense}`);
    else if (more.length > 0) lose('garbage', `more than a hello: ${preview(more[0] ?? '')}`);
    else {
      phase = 'asking';
      clearTimeout(timer);
      timer = undefined;
      greet(hello);
    }
  }

  function readAnswers(complete: readonly (string | undefined)[]): void {
    const { answers, fault } = readBatch(complete, waiting);
    const oldest = waiting.oldest();
    const pairs: [T, Answer][] = [];
    for (const [id, answer] of answers) {
      const item = waiting.get(id);
      if (item !== undefined) pairs.push([item, answer]);
      waiting.remove(id);
    }
    if (waiting.oldest() !== oldest) oldestSince = performance.now();
    if (pairs.length > 0) listener.answered(pairs);
    if (fault) lose('garbage', fault.detail, fault.id);
  }

  function flush(): void {
    if (phase === 'asking' && unsent !== '') child.stdin.write(unsent);
    unsent = '';
  }

  function watch(): void {
    timer = setTimeout(
      () => {
        timer = undefined;
        // What lies in the pipe is read first: a busy moment of ours is not the adapter's silence.
        setImmediate(judge);
      },
      oldestSince + limits.answer - performance.now(),
    );
  }

  function judge(): void {
    if (phase !== 'asking' || waiting.size === 0 || timer) return;
    if (performance.now() - oldestSince < limits.answer) watch();
    else lose('hang', `no answer for ${limits.answer} ms`);
  }

  child.stdin.write(HELLO);
  timer = setTimeout(() => {
    setImmediate(() => {
      if (phase === 'hello') lose('hang', `no hello for ${limits.hello} ms`);
    });
  }, limits.hello);

  return {
    ready,
    get waiting() {
      return waiting.size;
    },
    get fresh() {
      return waiting.last === 0;
    },
    ask(item, request) {
      if (waiting.size === 0) oldestSince = performance.now();
      const id = waiting.add(item);
      if (unsent === '') setImmediate(flush);
      unsent += requestLine(id, request);
      if (id % BURST === 0) flush();
      if (!timer) watch();
    },
    close() {
      if (phase === 'hello') refuse(new NoHello('closed before its hello', stderr.text()));
      phase = 'over';
      clearTimeout(timer);
      return group.close();
    },
  };
}
