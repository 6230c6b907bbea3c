/** Section 4: collects the frames of each request, from its REQUEST_HEAD to its REQUEST_END. */
import { unlessRejected } from '../../../bytes/error.js';
import { concat } from '../../../bytes/writer.js';
import type { Dialect } from '../../dialect.js';
import { type Frame, FRAME_TYPES as T } from '../../frame.js';
import type { ChannelFault } from './channel_fault.js';
import { type Incoming, type RequestHead, readRequestHead } from './http_head.js';

interface Pending {
  readonly head: RequestHead;
  readonly body: Uint8Array[];
  length: number;
}

export interface Collecting {
  readonly dialect: Dialect;
  /** The most bytes in the body of one request. All requests under way may hold twice as many. */
  readonly maxBody: number;
  complete(requestId: number, request: Incoming): void;
  /** Deployed daemons answer a malformed head and keep the channel. */
  malformed(requestId: number): void;
}

const MOST_REQUESTS = 64;

export function collectRequests({ dialect, maxBody, complete, malformed }: Collecting) {
  const requests = new Map<number, Pending>();
  let held = 0;

  function begin(id: number, payload: Uint8Array): ChannelFault | undefined {
    const before = requests.get(id);
    if (before && dialect === 'spec') return 'second-head';
    if (requests.size >= MOST_REQUESTS) return 'too-many-requests';
    const head = unlessRejected(() => readRequestHead(payload));
    held -= before?.length ?? 0;
    if (head) requests.set(id, { head, body: [], length: 0 });
    else if (dialect === 'spec') return 'malformed-head';
    else malformed(id);
    return undefined;
  }

  function add(id: number, payload: Uint8Array): ChannelFault | undefined {
    const pending = requests.get(id);
    if (!pending) return 'body-without-head';
    pending.length += payload.length;
    held += payload.length;
    if (pending.length > maxBody || held > 2 * maxBody) return 'body-too-large';
    pending.body.push(payload);
    return undefined;
  }

  function end(id: number): ChannelFault | undefined {
    const pending = requests.get(id);
    if (!pending) return 'end-without-head';
    requests.delete(id);
    held -= pending.length;
    complete(id, { head: pending.head, body: concat(...pending.body) });
    return undefined;
  }

  return {
    /** Takes a frame of a request. */
    take({ type, requestId, payload }: Frame): ChannelFault | undefined {
      const id = dialect === 'deployed' ? 0 : requestId;
      if (type === T.REQUEST_HEAD) return begin(id, payload);
      if (type === T.REQUEST_BODY) return add(id, payload);
      if (type === T.REQUEST_END) return end(id);
      return type === T.WS_FRAME ? 'frame-before-upgrade' : 'unexpected-frame';
    },
    clear: () => requests.clear(),
  };
}
