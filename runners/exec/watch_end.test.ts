import { describe, expect, it } from 'vitest';
import { FakeChild } from './testing/child.js';
import { watchEnd } from './watch_end.js';

/** A watched program, and what was told of its end, with the bytes that had been read by then. */
function watched() {
  const child = new FakeChild();
  const told: string[] = [];
  let read = 0;
  child.stdout.on('data', (chunk: Buffer) => {
    read += chunk.length;
  });
  watchEnd(child.process, {
    exited: (how) => told.push(`${how}, ${read} bytes read`),
    closedOutput: () => told.push('closed its output'),
  });
  return { child, told };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Exits, while another process holds the output open. */
function ending(child: FakeChild, code: number): void {
  child.exitCode = code;
  child.emit('exit', code, null);
}

describe('the end of a program', () => {
  it.each<[number | null, NodeJS.Signals | null, string]>([
    [0, null, 'exited with code 0'],
    [null, 'SIGKILL', 'was ended by SIGKILL'],
  ])('with code %s and signal %s is reported once', async (code, signal, how) => {
    const { child, told } = watched();
    child.exit(code, signal);
    await expect.poll(() => told).toEqual([`${how}, 0 bytes read`]);
  });

  it('is reported after everything in the pipes has been read', async () => {
    const { child, told } = watched();
    ending(child, 3);
    for (let i = 0; i < 20 && told.length === 0; i++) {
      child.stdout.write('x');
      await turn();
    }
    await expect.poll(() => told).toEqual(['exited with code 3, 20 bytes read']);
  });

  it('is reported although another process continues to write', async () => {
    const { child, told } = watched();
    ending(child, 3);
    const late = performance.now() + 20_000;
    while (told.length === 0 && performance.now() < late) {
      child.stdout.write('x');
      await turn();
    }
    expect(told).toEqual([expect.stringMatching(/^exited with code 3/)]);
  });

  it('is reported although another process holds its output open', async () => {
    const { child, told } = watched();
    ending(child, 1);
    await expect.poll(() => told).toEqual(['exited with code 1, 0 bytes read']);
  });
});

describe('a program that closes its output', () => {
  it('is reported as a closed output if it does not exit', async () => {
    const { child, told } = watched();
    child.stdout.end();
    await expect.poll(() => told).toEqual(['closed its output']);
  });

  it('is reported as an exit if one follows', async () => {
    const { child, told } = watched();
    child.stdout.end();
    setImmediate(() => child.exit(2));
    await expect.poll(() => told).toEqual(['exited with code 2, 0 bytes read']);
  });
});
