import type { RTCDataChannel } from 'werift';

/** The room that this side advertises to the other. */
export interface ReceiveWindow {
  /** So many bytes have come, and the application has not taken them. */
  hold(bytes: number): void;
  /** The application has taken so many bytes. */
  release(bytes: number): void;
}

/** A sender without room waits for news of some, and the datagram with the news may get lost. */
const toldAgainMs = [250, 1000];

/**
 * RFC 9260 6.2 counts the bytes that the application has not taken. werift 0.24.4 counts a message as taken once it is
 * complete, so its sender would never wait.
 */
export function receiveWindow({ sctp: transport }: RTCDataChannel): ReceiveWindow {
  let timers: NodeJS.Timeout[] = [];
  const change = (by: number) => {
    const room: unknown = Reflect.get(transport.sctp, 'advertisedRwnd');
    if (typeof room === 'number') Reflect.set(transport.sctp, 'advertisedRwnd', room + by);
  };
  const tell = () => {
    const send: unknown = Reflect.get(transport.sctp, 'sendSack');
    if (typeof send !== 'function') return;
    Reflect.set(transport.sctp, 'sackNeeded', true);
    void send.call(transport.sctp);
  };
  return {
    hold: (bytes) => change(-bytes),
    release(bytes) {
      change(bytes);
      tell();
      for (const timer of timers) clearTimeout(timer);
      timers = toldAgainMs.map((ms) => setTimeout(tell, ms).unref());
    },
  };
}
