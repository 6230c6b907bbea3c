/** Section answer: a TCP server that sends lines back. */

import type { AddressInfo } from 'node:net';
import { createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { line } from '../line.js';

export interface EchoRules {
  answer(text: string): string;
}

export const ECHO_RULES: EchoRules = Object.freeze({ answer: (text: string) => text });

export async function startEcho({ port = 0, host = '127.0.0.1', rules = ECHO_RULES } = {}) {
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket.on('error', () => {}).on('close', () => open.delete(socket)));
    createInterface({ input: socket }).on('line', (text) => socket.write(line.encode(rules.answer(text))));
  });
  await new Promise<void>((resolve) => server.listen(port, host, resolve));
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
