import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { line } from '../../reference/echo/line.js';
import { Unreachable } from '../../suites/case.js';
import type { EchoPort } from '../../suites/echo/port.js';
import type { Context, Target } from '../../suites/model.js';

/** Milliseconds. */
const PATIENCE = 2000;

export const echoTarget = (port: number, close: () => Promise<void> = async () => {}): Target => ({
  name: `echo:${port}`,
  kind: 'echo',
  capabilities: null,
  ports: { echo: (context) => ({ say: (text) => say(port, text, context) }) },
  protocols: ['echo'],
  concurrency: 4,
  production: false,
  close,
});

function say(port: number, text: string, { defer }: Context): ReturnType<EchoPort['say']> {
  const socket = connect(port, '127.0.0.1');
  defer(() => socket.destroy());
  return new Promise((resolve, reject) => {
    socket.once('error', (error) => reject(new Unreachable(error.message)));
    socket.once('close', () => resolve('closed'));
    socket.setTimeout(PATIENCE, () => resolve('silent'));
    createInterface({ input: socket }).once('line', resolve);
    socket.write(line.encode(text));
  });
}
