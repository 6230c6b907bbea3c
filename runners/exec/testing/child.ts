/** A program without a process: the test writes its output and ends it. */
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import type { StartedAdapter } from '../life.js';

export class FakeChild extends EventEmitter {
  readonly stdin = new PassThrough();
  readonly stdout = new PassThrough();
  readonly stderr = new PassThrough();
  readonly pid = 1;
  exitCode: number | null = null;
  signalCode: NodeJS.Signals | null = null;

  /** As the part of it that a watcher uses. */
  get process(): ChildProcessWithoutNullStreams {
    return this as unknown as ChildProcessWithoutNullStreams;
  }

  /** What was written to its standard input since the last call. */
  received(): string {
    return String(this.stdin.read() ?? '');
  }

  exit(code: number | null, signal: NodeJS.Signals | null = null): void {
    this.exitCode = code;
    this.signalCode = signal;
    this.emit('exit', code, signal);
    this.stdout.end();
    this.stderr.end();
  }
}

/** The child as a group, and what was done to it. */
export function fakeProgram(): {
  readonly child: FakeChild;
  readonly program: StartedAdapter;
  readonly done: string[];
} {
  const child = new FakeChild();
  const done: string[] = [];
  const program: StartedAdapter = {
    program: 'adapter',
    child: child.process,
    kill: () => void done.push('kill'),
    close: async () => void done.push('close'),
  };
  return { child, program, done };
}
