/** Reports the end of a program after everything that it wrote has been read. */
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { setImmediate as turn } from 'node:timers/promises';
import { hasExited } from './group.js';

/** Milliseconds in which the last bytes after an exit are read, and in which an exit may follow the end of the output. */
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

  /** The last bytes are still in the pipes, and other processes may hold the pipes open. */
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

  /** Waits a moment for an exit, because it says more than the end of the output. */
  async function afterEnd(): Promise<void> {
    if (!(await hasExited(child, AFTERMATH))) closedOutput();
  }

  child.once(
    'exit',
    (code, signal) => void afterExit(code === null ? `was ended by ${signal}` : `exited with code ${code}`),
  );
  child.stdout.once('end', () => void afterEnd());
}
