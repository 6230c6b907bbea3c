/** One connection at a local end of a tunnel, as a case reads and writes it. */
import { createHash } from 'node:crypto';
import type { Socket } from 'node:net';
import { Lost } from '../../suites/case.js';
import type { Absence, Link } from '../../suites/tunnel/port.js';
import { bell } from './bell.js';

/** The most bytes that one end keeps for a case. A case that expects more hashes them as they come. */
const MOST_HELD = 96 << 20;

export interface Waits {
  /** Milliseconds. */
  readonly patience: number;
  /** Reports that a transfer makes progress. */
  progress(): void;
}

export function linkOf(socket: Socket, { patience, progress }: Waits): Link {
  const chunks: Buffer[] = [];
  let length = 0;
  let how: 'end' | 'broken' | 'open' = 'open';
  let hash: ReturnType<typeof createHash> | undefined;
  const { ring, until } = bell();
  socket.on('data', (chunk: Buffer) => {
    if (hash) hash.update(chunk);
    else chunks.push(chunk);
    length += chunk.length;
    if (!hash && length > MOST_HELD) {
      how = 'broken';
      chunks.length = 0;
      socket.destroy();
    }
    ring();
  });
  socket.once('end', () => {
    if (how === 'open') how = 'end';
    ring();
  });
  socket.on('drain', ring);
  for (const event of ['error', 'close'] as const)
    socket.on(event, () => {
      if (how === 'open') how = 'broken';
      ring();
    });
  const held = (): Buffer => {
    const all = Buffer.concat(chunks);
    chunks.splice(0, chunks.length, all);
    return all;
  };
  return {
    async send(bytes) {
      if (socket.destroyed || !socket.writable) return 'closed';
      if (!socket.write(bytes)) await until(() => !socket.writableNeedDrain || socket.destroyed);
      return socket.destroyed ? 'closed' : 'sent';
    },
    end: () => void socket.end(),
    reset: () => void socket.resetAndDestroy(),
    pause: () => void socket.pause(),
    resume: () => void socket.resume(),
    async take(wanted, within = patience) {
      await until(() => length >= wanted || how !== 'open', within);
      if (length > MOST_HELD) throw new Lost(`more than ${MOST_HELD} bytes came`);
      if (length < wanted) return how === 'open' ? 'silent' : ('closed' satisfies Absence);
      const all = held();
      chunks.splice(0, chunks.length, all.subarray(wanted));
      length -= wanted;
      return new Uint8Array(all.subarray(0, wanted));
    },
    async rest(within = patience) {
      await until(() => how !== 'open', within);
      if (!hash && length > MOST_HELD) throw new Lost(`more than ${MOST_HELD} bytes came`);
      return { bytes: new Uint8Array(held()), how };
    },
    async digest(wanted) {
      hash = createHash('sha256');
      for (const chunk of chunks.splice(0)) hash.update(chunk);
      const done = () => length >= wanted || how !== 'open';
      for (let before = -1; !done() && length > before; ) {
        before = length;
        await until(done, patience);
        if (length > before) progress();
      }
      return { length, sha256: hash.digest('hex') };
    },
  };
}
