import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { expect, it } from 'vitest';
import { FRAME_TYPES as T } from '../../frame.js';
import { tunnelToClient } from './tunnel.js';

it('sends what came with the head, then what the service sends, and returns at its end', async () => {
  const server = createServer((served: Socket) => served.end('later'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  const sent: [number, string][] = [];
  await tunnelToClient(
    { head: new Uint8Array(0), socket, early: Buffer.from('early') },
    { resume: () => {} },
    async (type, payload) => void sent.push([type, Buffer.from(payload).toString()]),
  );
  expect(sent).toEqual([
    [T.WS_FRAME, 'early'],
    [T.WS_FRAME, 'later'],
  ]);
  server.close();
});
