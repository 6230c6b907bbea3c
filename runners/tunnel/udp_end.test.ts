import { createSocket } from 'node:dgram';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { localNetwork } from './testing/local_lab.js';
import { openUdp } from './udp_end.js';

async function opened() {
  const end = await openUdp(localNetwork, 0, 5_000);
  onTestFinished(() => end.close());
  return end;
}

it('datagrams without end are heard up to a number', async () => {
  const ear = await opened();
  const socket = createSocket('udp4');
  onTestFinished(() => void socket.close());
  while (ear.heard.length < 20_000) {
    for (let i = 0; i < 100; i++) socket.send('x', ear.port, '127.0.0.1');
    await nextTurn();
  }
  await new Promise((resolve) => socket.send('last', ear.port, '127.0.0.1', resolve));
  expect(await ear.next((bytes) => bytes.length === 4, 200)).toBe('silent');
  expect(ear.heard).toHaveLength(20_000);
});

it('asks, and takes only an answer that came since and fits', async () => {
  const [asking, answering] = [await opened(), await opened()];
  answering.answer((bytes) => new Uint8Array([...bytes, 1]));
  const ask = (byte: number, fits?: (bytes: Uint8Array) => boolean) =>
    asking.ask(new Uint8Array([byte]), answering.port, fits);
  expect(await ask(5)).toEqual(new Uint8Array([5, 1]));
  expect(await ask(6, ([first]) => first === 6)).toEqual(new Uint8Array([6, 1]));
  expect(asking.heard[0]?.from).toBe(answering.port);
});
