import { expect, it } from 'vitest';
import type { DtlsSocket } from 'werift';
import { oneHelloVerify } from './hello_verify.js';

const types = { serverHello: 2, helloVerifyRequest: 3, certificate: 11 } as const;

function socketIn(flight: number) {
  const handled: number[][] = [];
  let greetings = 0;
  const socket = {
    dtls: { flight },
    onHandleHandshakes: async (messages: readonly { msg_type: number }[]) =>
      void handled.push(messages.map(({ msg_type }) => msg_type)),
  };
  oneHelloVerify(socket as unknown as DtlsSocket, () => {
    greetings += 1;
  });
  return {
    take: (...messages: readonly number[]) =>
      socket.onHandleHandshakes(messages.map((msg_type) => ({ msg_type }))),
    handled,
    get greetings() {
      return greetings;
    },
  };
}

it('passes the first HelloVerifyRequest on', async () => {
  const one = socketIn(1);
  await one.take(types.helloVerifyRequest);
  expect([one.handled, one.greetings]).toEqual([[[types.helloVerifyRequest]], 0]);
});

it('ignores one that comes after the hello was verified, and nothing beside it', async () => {
  const one = socketIn(3);
  await one.take(types.helloVerifyRequest);
  await one.take(types.helloVerifyRequest, types.serverHello, types.certificate);
  expect(one.handled).toEqual([[], [types.serverHello, types.certificate]]);
});

it('tells when the server goes on', async () => {
  const one = socketIn(3);
  await one.take(types.certificate);
  expect(one.greetings).toBe(0);
  await one.take(types.serverHello);
  expect(one.greetings).toBe(1);
});
