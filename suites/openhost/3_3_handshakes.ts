/** The DTLS handshake that follows an answer: which clients the daemon admits. */
import { FRAME_TYPES } from '../../reference/openhost/frame.js';
import { defineCase } from '../case.js';
import type { Case } from '../model.js';
import { expectFrame, shown } from './heard.js';
import type { Given } from './port.js';

const ports = ['openhost'] as const;
const PRESENTED = {
  stolen: 'the offered certificate without its private key',
  other: 'a certificate other than the offered one',
} as const;
/** TLS_ECDH_anon with AES 128 and with AES 256. */
const UNAUTHENTICATED = [0xc018, 0xc019] as const;

/** A rejected handshake shows as silence. The wait for it is derived from how long a valid hello takes. */
async function longEnough({ openhost, expect }: Pick<Given, 'openhost' | 'expect'>): Promise<number> {
  const took = await openhost.greets({}, openhost.patience);
  const seconds = openhost.patience / 1000;
  expect.that('the daemon answers the DTLS hello of a valid client', typeof took === 'number', {
    expected: `a ServerHello within ${seconds} s`,
    observed: typeof took === 'number' ? `a ServerHello after ${Math.round(took)} ms` : took,
  });
  return Math.min(5000, 1500 + 10 * Number(took));
}

export const handshakes: readonly Case[] = [
  defineCase({
    id: 'openhost/3.3/unauthenticated-suites',
    title: 'a client that offers only anonymous cipher suites gets no handshake',
    why: 'With an anonymous cipher suite the daemon sees no certificate to compare with the offer, so anybody can connect.',
    requires: ['OPENHOST-3.3-24'],
    waits: 15_000,
    expects: 'refusal',
    control: 'openhost/3/binds-exporter',
    ports,
    async run({ openhost, expect }) {
      const within = await longEnough({ openhost, expect });
      const greeted = await openhost.greets({ suites: UNAUTHENTICATED }, within);
      expect.that('the daemon does not answer the DTLS hello', typeof greeted !== 'number', {
        expected: `no ServerHello within ${within} ms`,
        observed: typeof greeted === 'number' ? `a ServerHello after ${Math.round(greeted)} ms` : greeted,
      });
    },
  }),
  ...(['stolen', 'other'] as const).map((certificate) =>
    defineCase({
      id: `openhost/3.3/${certificate}-certificate`,
      title: `a client that presents ${PRESENTED[certificate]} gets no channel`,
      why: 'An attacker who recorded the offer of a client connects in its place.',
      requires: ['OPENHOST-3.3-24'],
      waits: 20_000,
      expects: 'refusal',
      control: 'openhost/3/binds-exporter',
      ports,
      async run({ openhost, expect }) {
        const within = await longEnough({ openhost, expect });
        const right = await openhost.connect();
        await expectFrame({ expect }, right, FRAME_TYPES.AUTH_NONCE, 'a valid client gets AUTH_NONCE');
        const wire = await openhost.tryConnect({ certificate }, within);
        const heard = typeof wire === 'string' ? wire : await wire.next();
        expect.that('the daemon sends nothing to this client', typeof heard === 'string', {
          expected: `no frame within ${within} ms`,
          observed: typeof heard === 'string' ? heard : shown(heard, openhost),
        });
      },
    }),
  ),
];
