/** A bare connection to an adapter: lines out, lines in, and a promise for each request. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Request } from '../suites/codec.js';

export interface BarePipe {
  ask(request: Request): Promise<unknown>;
  close(): void;
}

/** It checks nothing, and has no deadline, no limits and no restart. */
export async function openPipe([program, ...words]: readonly [string, ...string[]]): Promise<BarePipe> {
  const child = spawn(program, words, { stdio: ['pipe', 'pipe', 'inherit'] });
  const waiting = new Map<number, (answer: unknown) => void>();
  let asked = 0;
  let held = '';
  let unsent = '';
  child.stdin.write('{"conform":1,"hello":{}}\n');
  await once(child.stdout, 'data');
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const lines = (held + text).split('\n');
    held = lines.pop() ?? '';
    for (const line of lines) {
      const answer = JSON.parse(line);
      waiting.get(answer.id)?.(answer);
      waiting.delete(answer.id);
    }
  });
  const flush = (): void => {
    child.stdin.write(unsent);
    unsent = '';
  };
  return {
    ask(request) {
      if (unsent === '') setImmediate(flush);
      const id = ++asked;
      unsent += `${JSON.stringify({ id, ...request })}\n`;
      return new Promise((resolve) => waiting.set(id, resolve));
    },
    close: () => child.stdin.end(),
  };
}
