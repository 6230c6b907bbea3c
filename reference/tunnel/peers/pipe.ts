import type { Readable, Writable } from 'node:stream';
import type { PeerStream } from './iroh.js';
import type { Local, Rules } from './rules.js';

type CopyRules = Pick<Rules, 'send' | 'deliver' | 'finish' | 'endLocal' | 'breakOff'>;

export interface PipeOptions {
  readonly rules: CopyRules;
  /** Resolves when the remote has ended, even if the local end is still open. */
  readonly untilRemoteEnds?: boolean;
}

/**
 * Copies both ways until both ways have ended. The end of one direction is passed on, and leaves the other direction open
 * (TUNNEL-TCP-3); any failure ends both. Resolves to whether it ended well.
 */
export async function pipe(
  stream: PeerStream,
  local: Local,
  { rules, untilRemoteEnds }: PipeOptions,
): Promise<boolean> {
  const broken = (): false => {
    rules.breakOff(stream, local);
    return false;
  };
  const up = copyUp(stream, local.readable, rules).catch(broken);
  const down = copyDown(stream, local.writable, rules).catch(broken);
  if (untilRemoteEnds) return down;
  const [upward, downward] = await Promise.all([up, down]);
  return upward && downward;
}

async function copyUp(stream: PeerStream, readable: Readable, rules: CopyRules): Promise<true> {
  for await (const chunk of readable.iterator({ destroyOnReturn: false })) {
    await rules.send(stream, chunk as Uint8Array);
  }
  await rules.finish(stream, readable);
  return true;
}

async function copyDown(stream: PeerStream, writable: Writable, rules: CopyRules): Promise<true> {
  for (let chunk = await stream.read(); chunk; chunk = await stream.read()) {
    if (writable.destroyed) throw new Error('the local end is closed');
    await rules.deliver(writable, chunk);
  }
  rules.endLocal(writable);
  return true;
}
