import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { holdersOf, listening, MARKED, peerAddresses } from './proc.js';

const linux = process.platform === 'linux';

async function opened(host: string): Promise<number> {
  const socket = createSocket('udp4');
  onTestFinished(() => void socket.close());
  await once(socket.bind(0, host), 'listening');
  return socket.address().port;
}

const ipv6 = linux && existsSync('/proc/net/if_inet6');

test.skipIf(!ipv6)('finds a program that binds [::] alone, at both addresses of the loopback', async () => {
  const script = `const socket = require('node:dgram').createSocket('udp6');
    socket.bind(0, '::', () => console.log(socket.address().port));`;
  const child = spawn(process.execPath, ['-e', script]);
  onTestFinished(() => void child.kill('SIGKILL'));
  const port = Number(String((await once(child.stdout, 'data'))[0]));
  expect(peerAddresses([child.pid ?? 0])).toEqual([`127.0.0.1:${port}`, `[::1]:${port}`]);
});

test.skipIf(!linux)('the socket for peers is told, and few of those that were opened after it', async () => {
  await opened('127.0.0.1');
  const first = await opened('0.0.0.0');
  for (let count = 0; count < 40; count++) await opened('0.0.0.0');
  const told = peerAddresses([process.pid]);
  expect(told[0]).toBe(`127.0.0.1:${first}`);
  expect(told.length).toBeLessThan(8);
});

test.skipIf(!linux)('one look finds who holds which socket', async () => {
  const script = `const socket = require('node:dgram').createSocket('udp4');
    socket.bind(0, '127.0.0.1', () => console.log(socket.address().port));`;
  const start = async (mark: string): Promise<number> => {
    const child = spawn(process.execPath, ['-e', script], { env: { CONFORM_LAB_CHILD: mark } });
    onTestFinished(() => void child.kill('SIGKILL'));
    return Number(String((await once(child.stdout, 'data'))[0]));
  };
  const [one, two, own] = await Promise.all([start('one'), start('two'), opened('127.0.0.1')]);
  const holders = holdersOf(new Set([one, two, own]));
  expect([...holders]).toHaveLength(2);
  expect(holders.get(one)).toBe(`${MARKED}one`);
  expect(holders.get(two)).toBe(`${MARKED}two`);
});

test.skipIf(!linux)(
  'tells the addresses that something listens on at a port, and no connection',
  async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const client = connect(port, '127.0.0.1');
    onTestFinished(() => {
      client.destroy();
      server.close();
    });
    await once(client, 'connect');
    expect(listening(port, 'tcp')).toEqual(['127.0.0.1']);
    expect(listening(await opened('0.0.0.0'), 'udp')).toEqual(['0.0.0.0']);
    expect(listening(client.localPort ?? 0, 'tcp')).toEqual([]);
  },
);
