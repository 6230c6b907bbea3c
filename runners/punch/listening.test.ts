import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import type { WebSocket } from 'ws';
import { Lost } from '../../suites/case.js';
import { listen } from './listening.js';

/** A WebSocket without a connection: the test says what comes. */
class FakeSocket extends EventEmitter {
  readonly OPEN = 1;
  readyState = 1;
  terminated = 0;
  terminate(): void {
    this.terminated++;
    this.readyState = 3;
  }
  says(text: string, isBinary = false): void {
    this.emit('message', Buffer.from(text), isBinary);
  }
}

function opened() {
  const socket = new FakeSocket();
  const lines: string[] = [];
  const listening = listen(socket as unknown as WebSocket, (direction, text) =>
    lines.push(`${direction} ${text}`),
  );
  const { log, until } = listening;
  const heard = (count: number) => until(() => log.heard[count - 1], 60_000);
  return { socket, lines, ...listening, heard };
}

describe('what is waited for', () => {
  it('is found at once if it has come, or when it comes', async () => {
    const { socket, heard } = opened();
    socket.says('{"type":"a"}');
    expect(await heard(1)).toMatchObject({ message: { type: 'a' } });
    const second = heard(2);
    socket.says('not JSON');
    expect(await second).toMatchObject({ text: 'not JSON', message: undefined });
  });

  it('may be a falsy value', async () => {
    const { until } = opened();
    expect(await until(() => 0, 60_000)).toBe(0);
  });

  it('is silent when the time is over, and closed when the socket is', async () => {
    const { socket, until, closeCode } = opened();
    expect(await until(() => undefined, 1)).toBe('silent');
    const waiting = until(() => undefined, 60_000);
    socket.emit('close', 4404);
    expect(await waiting).toBe('closed');
    expect(await until(() => undefined, 60_000)).toBe('closed');
    expect(await until(closeCode, 60_000)).toBe(4404);
  });

  it('may be a pong', async () => {
    const { socket, log, until } = opened();
    const pong = until(() => log.pongs[0], 60_000);
    socket.emit('pong', Buffer.from('p0'));
    expect(await pong).toBe('p0');
  });

  it('is found by everybody who waits', async () => {
    const { socket, heard } = opened();
    const all = [heard(1), heard(1), heard(1)];
    socket.says('{}');
    for (const one of await Promise.all(all)) expect(one).toMatchObject({ text: '{}' });
  });
});

describe('a hostile peer', () => {
  it('that floods is cut off, and everybody who waits gets the reason', async () => {
    const { socket, lines, heard, until } = opened();
    const waiting = heard(100);
    for (let i = 0; i < 5; i++) socket.says('x'.repeat(1_000_000));
    await expect(waiting).rejects.toThrow(/more than \d+ bytes of messages/);
    await expect(until(() => undefined, 0)).rejects.toThrow(Lost);
    expect(socket.terminated).toBe(1);
    expect(lines.length).toBeLessThan(7);
  });

  it('that sends no WebSocket frames is cut off, and its other errors say nothing', async () => {
    const { socket, heard } = opened();
    socket.emit('error', Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' }));
    expect(socket.terminated).toBe(0);
    const waiting = heard(1);
    socket.emit('error', Object.assign(new Error('bad opcode'), { code: 'WS_ERR_INVALID_OPCODE' }));
    await expect(waiting).rejects.toThrow('are not WebSocket frames: bad opcode');
    expect(socket.terminated).toBe(1);
  });
});

it('records what comes, with the close code', () => {
  const { socket, lines } = opened();
  socket.says('{"type":"a"}');
  socket.emit('close', 1000);
  expect(lines).toEqual(['< {"type":"a"}', '< close 1000']);
});
