import { once } from 'node:events';
import { expect, it, onTestFinished } from 'vitest';
import { boundUdp, udpSocket } from './udp.js';

function opened() {
  const socket = udpSocket();
  onTestFinished(() => void socket.close());
  return socket;
}

it('binds a socket to the address and resolves once it listens', async () => {
  const socket = opened();
  await boundUdp(socket, 0, '127.0.0.1');
  expect(socket.address()).toMatchObject({ address: '127.0.0.1', family: 'IPv4' });
});

it('rejects where the port is taken', async () => {
  const [first, second] = [opened(), opened()];
  await boundUdp(first, 0, '127.0.0.1');
  await expect(boundUdp(second, first.address().port, '127.0.0.1')).rejects.toMatchObject({
    code: 'EADDRINUSE',
  });
});

it('sends to addresses, and looks up no names', async () => {
  const [from, to] = [opened(), opened()];
  await boundUdp(to, 0, '127.0.0.1');
  const heard = once(to, 'message');
  from.send('words', to.address().port, '127.0.0.1');
  expect(String((await heard)[0])).toBe('words');
  const failed = await new Promise<Error | null>((sent) => from.send('words', 9, 'localhost', sent));
  expect(failed).toBeInstanceOf(Error);
});
