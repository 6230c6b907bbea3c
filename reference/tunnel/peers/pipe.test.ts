import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { PeerError, type PeerStream } from './iroh.js';
import { type PipeOptions, pipe } from './pipe.js';
import { RULES } from './reference_rules.js';
import type { Local } from './rules.js';

const bytes = (text: string) => new TextEncoder().encode(text);
const FIN = 'FIN';
const GONE = new PeerError('gone', 'the connection is lost');

/** A stream that yields these bytes, its end or an error, and then nothing until it is reset. Its calls are told. */
function streamOf(...comes: readonly (string | Error)[]) {
  const told: string[] = [];
  const queue = [...comes];
  let reset: (error: Error) => void = () => {};
  const stream: PeerStream = {
    async read() {
      const next = queue.shift();
      if (next === undefined) {
        return new Promise((_resolve, reject) => {
          reset = reject;
        });
      }
      if (next instanceof Error) throw next;
      return next === FIN ? undefined : bytes(next);
    },
    write: async (sent) => void told.push(Buffer.from(sent).toString()),
    finish: async () => void told.push(FIN),
    refuse() {
      told.push('reset');
      reset(GONE);
    },
  };
  return { stream, told };
}

const withWrite = ({ stream, told }: ReturnType<typeof streamOf>, write: PeerStream['write']) => ({
  stream: { ...stream, write },
  told,
});

function localEnd() {
  const [readable, writable] = [new PassThrough(), new PassThrough()];
  let aborts = 0;
  const local: Local = {
    readable,
    writable,
    abort() {
      aborts++;
      readable.destroy();
    },
  };
  const heard: Buffer[] = [];
  writable.on('data', (chunk: Buffer) => heard.push(chunk));
  return {
    local,
    readable,
    writable,
    aborts: () => aborts,
    heard: () => Buffer.concat(heard).toString(),
  };
}

const piped = (stream: PeerStream, local: Local, options: Partial<PipeOptions> = {}) =>
  pipe(stream, local, { rules: RULES, ...options });

it('copies both ways, and passes the end of each way on as an end', async () => {
  const { stream, told } = streamOf('from ', 'the peer', FIN);
  const end = localEnd();
  const ended = once(end.writable, 'end');
  end.readable.end('from here');
  expect(await piped(stream, end.local)).toBe(true);
  await ended;
  expect(end.heard()).toBe('from the peer');
  expect(told).toEqual(['from here', FIN]);
  expect(end.aborts()).toBe(0);
});

it('continues in one direction after the other has ended', async () => {
  const { stream, told } = streamOf(FIN);
  const end = localEnd();
  const done = piped(stream, end.local);
  await once(end.writable, 'end');
  end.readable.end('still here');
  expect(await done).toBe(true);
  expect(told).toEqual(['still here', FIN]);
});

it.each([
  ['breaks off', streamOf('some', GONE)],
  ['takes no more', withWrite(streamOf(), () => Promise.reject(GONE))],
])('tears down both ends where the peer %s', async (_what, { stream, told }) => {
  const end = localEnd();
  end.readable.write('from here');
  expect(await piped(stream, end.local)).toBe(false);
  expect(end.aborts()).toBeGreaterThan(0);
  expect(told).toContain('reset');
  expect(told).not.toContain(FIN);
});

it('breaks the stream off where the local end is closed', async () => {
  const { stream, told } = streamOf('some', FIN);
  const end = localEnd();
  end.writable.destroy();
  end.readable.end();
  expect(await piped(stream, end.local)).toBe(false);
  expect(told).toContain('reset');
});

it('resolves when the remote has ended where it is asked to, although the local end is open', async () => {
  const { stream } = streamOf('all', FIN);
  const end = localEnd();
  expect(await piped(stream, end.local, { untilRemoteEnds: true })).toBe(true);
  const broken = localEnd();
  expect(await piped(streamOf(GONE).stream, broken.local, { untilRemoteEnds: true })).toBe(false);
});
