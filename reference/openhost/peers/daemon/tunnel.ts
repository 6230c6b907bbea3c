/** Section 4.2: after 101, sends the bytes of the service to the client in WS_FRAMEs, without reading them. */
import { FRAME_TYPES } from '../../frame.js';
import type { Channel } from '../rtc/channel.js';
import type { Reply, Upgraded } from './forward.js';

/** Returns when one end has closed. */
export async function tunnelToClient(
  { socket, early }: Upgraded,
  channel: Pick<Channel, 'resume'>,
  reply: Reply,
): Promise<void> {
  socket.on('error', () => {});
  socket.on('drain', () => channel.resume());
  if (early.length > 0) await reply(FRAME_TYPES.WS_FRAME, early);
  try {
    for await (const part of socket as AsyncIterable<Buffer>) await reply(FRAME_TYPES.WS_FRAME, part);
  } catch {
    // The channel or the service has closed. The caller ends the other half.
  }
}
