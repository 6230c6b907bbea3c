/** Keeps the DTLS sessions of a daemon. It bounds their number, and the time that a client has to connect. */
import type { Session } from '../rtc/session.js';

const MOST_SESSIONS = 256;
const CONNECT_MS = 30_000;

export interface Sessions {
  keep(session: Session): void;
  close(): Promise<void>;
}

export function sessionKeeper(most = MOST_SESSIONS, connectMs = CONNECT_MS): Sessions {
  const sessions = new Set<Session>();
  const connected = new WeakSet<Session>();
  return {
    keep(session) {
      sessions.add(session);
      const timer = setTimeout(() => void session.close(), connectMs);
      session.connected.then(
        () => {
          clearTimeout(timer);
          connected.add(session);
        },
        () => void session.close(),
      );
      void session.ended.then(() => {
        clearTimeout(timer);
        sessions.delete(session);
        void session.close();
      });
      // Sessions without a connected client make room first.
      const idle = [...sessions].filter((one) => !connected.has(one));
      const [oldest] = idle.length > 0 ? idle : sessions;
      if (sessions.size > most && oldest) void oldest.close();
    },
    async close() {
      await Promise.all([...sessions].map((session) => session.close()));
    },
  };
}
