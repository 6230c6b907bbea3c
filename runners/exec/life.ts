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
export type StartedAdapter = Pick<Group, 'program' | 'child' | 'kill' | 'close'>;

/** Greets a program that has just been started, and puts requests to it until it ends or breaks the protocol. */
export const beginLife = <T>(group: StartedAdapter, limits: Limits, listener: Listener<T>): Life<T> =>
  new StartedLife(group, limits, listener);

class StartedLife<T> implements Life<T> {
  private phase: 'hello' | 'asking' | 'over' = 'hello';
  /** The unanswered requests, oldest first. A Map costs more, because it is rehashed all the time. */
  private asked: Unanswered<T>[] = [];
  private last = 0;
  private readonly greeting = settled<Hello>();
  private readonly helloTimer: NodeJS.Timeout;
  private readonly patience: ReturnType<typeof openPatience>;
  private readonly send: ReturnType<typeof openOutbox>;
  private readonly stderr: ReturnType<typeof keepTail>;

  constructor(
    private readonly group: StartedAdapter,
    limits: Limits,
    private readonly listener: Listener<T>,
  ) {
    const { stdin } = group.child;
    this.stderr = keepTail(limits.stderr);
    this.patience = openPatience(
      limits.answer,
      () => this.phase === 'asking' && this.asked.length > 0,
      () => this.lose('hang', `no answer for ${limits.answer} ms`),
    );
    this.helloTimer = setTimeout(() => {
      setImmediate(() => {
        if (this.phase === 'hello') this.lose('hang', `no hello for ${limits.hello} ms`);
      });
    }, limits.hello);
    this.send = openOutbox((text) => {
      if (this.phase === 'asking') stdin.write(text);
    });
    this.listen(limits.line);
    stdin.write(HELLO);
  }

  get ready(): Promise<Hello> {
    return this.greeting.promise;
  }

  get waiting(): number {
    return this.asked.length;
  }

  get fresh(): boolean {
    return this.last === 0;
  }

  unanswered(): readonly T[] {
    return this.asked.map(({ item }) => item);
  }

  ask(item: T, request: Request): void {
    if (this.asked.length === 0) this.patience.renew();
    this.asked.push({ id: ++this.last, item });
    this.send(this.last, requestLine(this.last, request));
    this.patience.watch();
  }

  close(): Promise<void> {
    if (this.phase === 'hello')
      this.greeting.reject(new NoHello('closed before its hello', this.stderr.text()));
    this.end();
    return this.group.close();
  }

  private listen(longestLine: number): void {
    const { child, program } = this.group;
    const lines = splitLines();
    child.stderr.on('data', this.stderr.push);
    child.stdout.on('data', (chunk: Buffer) => {
      if (this.phase === 'over') return;
      const complete = lines.push(chunk);
      if (lines.held > longestLine) this.lose('flood', `more than ${longestLine} bytes without a newline`);
      else if (complete.length > 0) this.read(complete);
    });
    child.once('error', (error) => this.lose('crash', `cannot be started: ${program}: ${reasonOf(error)}`));
    watchEnd(child, {
      exited: (how) => this.lose('crash', lines.held > 0 ? `${how} in the middle of a line` : how),
      closedOutput: () => this.lose('crash', 'closed its output'),
    });
  }

  private read(complete: Complete): void {
    if (this.phase === 'asking') this.readAnswers(complete);
    else this.readHello(complete);
  }

  private readHello(complete: Complete): void {
    const said = helloOf(complete);
    if ('fault' in said) {
      this.lose('garbage', said.fault);
      return;
    }
    this.phase = 'asking';
    clearTimeout(this.helloTimer);
    this.greeting.resolve(said.hello);
  }

  private readAnswers(complete: Complete): void {
    const { answers, fault, guilty } = readBatch(complete, this.asked, this.last);
    const [oldest] = this.asked;
    this.asked = this.asked.filter((one) => !answers.has(one));
    if (this.asked[0] !== oldest) this.patience.renew();
    if (answers.size > 0) this.listener.answered([...answers].map(([{ item }, answer]) => [item, answer]));
    if (fault !== undefined) this.lose('garbage', fault, guilty);
  }

  private lose(lost: Loss['lost'], detail: string, guilty?: T): void {
    if (this.phase === 'over') return;
    const asking = this.phase === 'asking';
    this.end();
    this.group.kill();
    const stderr = this.stderr.text();
    if (asking) this.listener.lost({ lost, detail, stderr }, this.unanswered(), guilty);
    else this.greeting.reject(new NoHello(detail, stderr));
  }

  private end(): void {
    this.phase = 'over';
    clearTimeout(this.helloTimer);
    this.patience.stop();
  }
}

function helloOf([first, ...more]: Complete): { readonly hello: Hello } | { readonly fault: string } {
  const hello = first === undefined ? { nonsense: 'not UTF-8' } : adapterProtocol().readHello(first);
  if ('nonsense' in hello) return { fault: `its hello is ${hello.nonsense}` };
  return more.length > 0 ? { fault: `more than a hello: ${preview(more[0] ?? '')}` } : { hello };
}

const reasonOf = ({ code, message }: NodeJS.ErrnoException): string =>
  code === 'ENOENT' ? 'no such program: check its path, or install it' : message;
