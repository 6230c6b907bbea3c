import type { WebSocket } from 'ws';
import type { Absent } from '../../suites/punch/port.js';
import { lookedAtLater } from './answered.js';
import { hear } from './receive_log.js';
import type { Exchange } from './transcript.js';

export type Listening = ReturnType<typeof listen>;

/** The messages of a WebSocket, and a way to wait for them. */
export function listen(socket: WebSocket, record: Exchange) {
  const log = hear();
  const waiting = new Set<() => void>();
  let code: number | undefined;
  const wake = () => {
    if (log.lost && socket.readyState === socket.OPEN) {
      record('<', log.lost.message);
      socket.terminate();
    }
    for (const look of [...waiting]) look();
  };
  socket.on('message', (data, isBinary) => {
    if (log.lost) return;
    const text = data.toString();
    record('<', text);
    log.message(text, isBinary);
    wake();
  });
  socket.on('error', (error) => {
    if (!isOfProtocol(error)) return;
    log.breaks(error.message);
    socket.terminate();
    wake();
  });
  socket.on('pong', (payload) => {
    log.pong(payload.toString());
    wake();
  });
  socket.on('close', (closed) => {
    code = closed;
    record('<', `close ${closed}`);
    wake();
  });

  /** Calls `look` now and after each event, until it finds something or `within` milliseconds are over. */
  function until<T>(look: () => T | undefined, within: number): Promise<T | Absent> {
    const seen = new Promise<T | Absent>((resolve, reject) => {
      const settle = (value: T | Absent) => {
        waiting.delete(attempt);
        clearTimeout(timer);
        if (log.lost) reject(log.lost);
        else resolve(value);
      };
      const attempt = () => {
        if (log.lost) return settle('closed');
        const value = look();
        if (value !== undefined) settle(value);
        else if (code !== undefined) settle('closed');
      };
      const timer = setTimeout(() => settle('silent'), within);
      waiting.add(attempt);
      attempt();
    });
    lookedAtLater(seen);
    return seen;
  }
  return { log, closeCode: () => code, until };
}

/** The error codes of ws for frames that it cannot read. */
const isOfProtocol = (error: Error): boolean =>
  'code' in error && typeof error.code === 'string' && error.code.startsWith('WS_ERR_');
