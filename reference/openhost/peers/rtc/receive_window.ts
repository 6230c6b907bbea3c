import type { RTCDataChannel } from 'werift';

/** The room that we tell the other side it has. */
export interface ReceiveWindow {
  /** So much has come that nobody has taken yet. */
  hold(bytes: number): void;
  /** It was taken. */
  release(bytes: number): void;
}

/** Who was told of no room waits until it is told of some, and what tells it may get lost. */
const toldAgainMs = [250, 1000];

/**
 * werift 0.24.4 counts room as free as soon as a message is whole, so nobody who sends to it ever has to wait. RFC 9260
 * 6.2 counts what the application has not taken.
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
