import { WebSocket } from 'ws';
import type { Claims } from '../../token.js';
import type { ServerMessage } from './messages.js';
import type { BrokerSettings } from './settings.js';
import type { Ending, Link, Session } from './state.js';

export interface LinkParts {
  readonly socket: WebSocket;
  readonly address: string;
  readonly claims: Claims;
  readonly session: Session;
}

/** Milliseconds that a peer gets to answer a close. */
const CLOSING = 5_000;

/** A WebSocket as the state machine sees it. */
export function linkOf(settings: BrokerSettings, { socket, address, claims, session }: LinkParts): Link {
  const { clock, rules } = settings;
  const late = delay(settings);
  return {
    address: address.replace(/^::ffff:/, ''),
    send(message: ServerMessage) {
      for (const text of rules.texts(message, claims, session)) {
        const say = () => socket.readyState === WebSocket.OPEN && socket.send(text);
        const aside = rules.heldBack(message);
        if (aside > 0) clock.after(aside, say);
        else late(say);
      }
      const code = rules.closesAfter(message, claims);
      if (code !== undefined) late(() => closeWith(socket, code));
    },
    close(why: Ending) {
      const code = rules.closeCode(why);
      if (code === undefined) return;
      late(() => closeWith(socket, code, why));
      endAfter(settings, socket, CLOSING);
    },
  };
}

/** Skips the override of `close` in sockets.ts, which maps the codes of RFC 6455: this code must go out as it is. */
const closeWith = (socket: WebSocket, code: number, why?: string): void =>
  WebSocket.prototype.close.call(socket, code, why);

/** Terminates a socket that is not closed in time. A closed socket leaves no timer behind. */
export function endAfter({ clock }: BrokerSettings, socket: WebSocket, ms: number): void {
  if (socket.readyState === WebSocket.CLOSED) return;
  socket.once(
    'close',
    clock.after(ms, () => socket.terminate()),
  );
}

/** Delays each act by another random time, and keeps their order. */
function delay({ clock, jitter }: BrokerSettings): (act: () => unknown) => void {
  if (jitter === 0) return (act) => void act();
  // Each timer that fires runs the oldest act that waits.
  const waiting: (() => unknown)[] = [];
  return (act) => {
    waiting.push(act);
    clock.after(Math.random() * jitter, () => void waiting.shift()?.());
  };
}
