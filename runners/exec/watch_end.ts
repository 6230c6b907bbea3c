/** Notices that a program has ended, once what it wrote before has been read. */
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { setImmediate as turn } from 'node:timers/promises';
import { hasExited } from './group.js';

/** How long the bytes of a program that has ended are read, and an end is awaited when its output has closed. */
const AFTERMATH = 250;

export interface Ends {
  exited(how: string): void;
  closedOutput(): void;
}

export function watchEnd(child: ChildProcessWithoutNullStreams, { exited, closedOutput }: Ends): void {
  let received = 0;
  const count = (chunk: Buffer): void => {
    received += chunk.length;
  };
  child.stdout.on('data', count);
  child.stderr.on('data', count);

  /** What the program had written is still in the pipes, and others may hold their ends open. */
  async function afterExit(how: string): Promise<void> {
    const until = performance.now() + AFTERMATH;
    const open = () => !(child.stdout.readableEnded && child.stderr.readableEnded);
    for (let quiet = 0; quiet < 2 && open() && performance.now() < until; quiet++) {
      const before = received;
      await turn();
      if (received !== before) quiet = -1;
    }
    exited(how);
  }

  /** An exit says more than an end of output, so it is given a moment. */
  async function afterEnd(): Promise<void> {
    if (!(await hasExited(child, AFTERMATH))) closedOutput();
  }

  child.once(
    'exit',
    (code, signal) => void afterExit(code === null ? `was ended by ${signal}` : `exited with code ${code}`),
  );
  child.stdout.once('end', () => void afterEnd());
}
