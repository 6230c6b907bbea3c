import { Socket } from 'node:net';
import { expect, it } from 'vitest';
import type { CallLab } from './lab_calls.js';
import { networkOver } from './network.js';

/** A network whose lab answers calls like this; the calls are told. */
function network(answer: (name: string) => unknown) {
  const calls: (readonly unknown[])[] = [];
  const call = async (...called: readonly [string, ...unknown[]]) => {
    calls.push(called);
    return answer(called[0]);
  };
  return { ...networkOver(call as unknown as CallLab), calls };
}
const at = { port: 0, host: '127.0.0.1' } as const;

it('gives each connection to its own service, and closes those of no service', async () => {
  const { network: opened, connection, calls } = network((name) => (name === 'listen' ? 8080 : undefined));
  const taken: string[] = [];
  const first = await opened.listen(at, () => taken.push('first'));
  await opened.listen(at, ({ allowHalfOpen }) => taken.push(`second, half open: ${allowHalfOpen}`));
  expect(first.port).toBe(8080);
  connection(1, new Socket());
  connection(0, new Socket());
  await first.close();
  const late = new Socket();
  connection(0, late);
  expect(taken).toEqual(['second, half open: true', 'first']);
  expect(late.destroyed).toBe(true);
  expect(calls.map(([name, service]) => [name, service])).toEqual([
    ['listen', 0],
    ['listen', 1],
    ['unlisten', 0],
  ]);
});

it('takes no connections for a service that could not be opened', async () => {
  const { network: opened, connection } = network(() => {
    throw new Error('in use');
  });
  await expect(opened.listen(at, () => expect.unreachable('it was taken'))).rejects.toThrow('in use');
  const socket = new Socket();
  connection(0, socket);
  expect(socket.destroyed).toBe(true);
});

it('hands over connections whose halves end on their own', async () => {
  const { network: opened, calls } = network(() => new Socket());
  expect((await opened.dial(80, 1000)).allowHalfOpen).toBe(true);
  expect(calls).toEqual([['dial', 80, 1000]]);
});
