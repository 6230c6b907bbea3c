/** Section 4: the frames that a daemon sends on a channel. */
import type { Dialect } from '../../dialect.js';
import type { FrameRules } from '../frame_rules.js';
import { type Channel, largestMessage } from '../rtc/channel.js';

export interface Wire {
  send(type: number, requestId: number, payload: Uint8Array): Promise<void>;
  /** Sends a frame of the channel itself, and does not wait until it is sent. */
  say(type: number, payload: Uint8Array): void;
}

export function frameWriter(channel: Channel, rules: Pick<FrameRules, 'writeFrame'>, dialect: Dialect): Wire {
  async function send(type: number, requestId: number, payload: Uint8Array): Promise<void> {
    const id = dialect === 'deployed' ? 0 : requestId;
    for (const bytes of rules.writeFrame({ type, requestId: id, payload })) {
      for (let at = 0; at < bytes.length; at += largestMessage) {
        await channel.send(bytes.subarray(at, at + largestMessage));
      }
    }
  }
  return { send, say: (type, payload) => void send(type, 0, payload).catch(() => {}) };
}
