import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import type { Faults } from './faults.js';
import type { PeerStream } from './iroh.js';

/** What stands at the local end: a socket is both of these. */
export interface Local {
  readonly readable: Readable;
  readonly writable: Writable;
  /** Ends it at once, so that whoever is there notices. */
  abort(): void;
}

export interface PipeOptions {
  readonly faults: Faults;
  /** Which end of the wire this is: only wrong variants ask. */
  readonly side: 'out' | 'in';
  /** Resolves the pipe when the remote has ended, whatever the local end still has to say. */
  readonly untilRemoteEnds?: boolean;
}

/**
 * Copies both ways until both ways have ended. The end of one way ends the same way at the other end and nothing else
 * (TUNNEL-TCP-3); anything worse than an end tears down both. Resolves to whether it ended well.
 */
export async function pipe(stream: PeerStream, local: Local, options: PipeOptions): Promise<boolean> {
  const { faults, side } = options;
  const torn = (): false => {
    if (faults.has('reset-not-told')) return false;
    stream.refuse();
    local.abort();
    return false;
  };
  const up = copyUp(stream, local.readable, faults, side).catch(torn);
  const down = copyDown(stream, local.writable, faults, side).catch(torn);
  if (options.untilRemoteEnds) return down;
  const [upward, downward] = await Promise.all([up, down]);
  return upward && downward;
}

async function copyUp(
  stream: PeerStream,
  readable: Readable,
  faults: Faults,
  side: PipeOptions['side'],
): Promise<true> {
  for await (const chunk of readable.iterator({ destroyOnReturn: false })) {
    const bytes = chunk as Uint8Array;
    await stream.write(faults.has('text-only') ? Buffer.from(Buffer.from(bytes).toString('utf8')) : bytes);
  }
  // Before the end passes on: an answer to it is then never in time.
  if (faults.has('fin-ends-both')) readable.destroy();
  if (!faults.has(side === 'out' ? 'no-fin-to-peer' : 'stdin-end-lost')) await stream.finish();
  return true;
}

async function copyDown(
  stream: PeerStream,
  writable: Writable,
  faults: Faults,
  side: PipeOptions['side'],
): Promise<true> {
  for (;;) {
    const chunk = await stream.read();
    if (!chunk) break;
    if (writable.destroyed) throw new Error('nobody is there any more');
    if (side === 'out' && faults.has('output-eaten')) continue;
    if (!writable.write(chunk) && !faults.has('reader-not-waited')) await once(writable, 'drain');
  }
  if (!faults.has(side === 'out' ? 'no-fin-to-service' : 'no-fin-to-client')) writable.end();
  return true;
}
