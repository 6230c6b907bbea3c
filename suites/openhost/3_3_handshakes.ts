/** The DTLS handshake that follows an answer: which clients the daemon admits. */
import { FRAME_TYPES } from '../../reference/openhost/frame.js';
import type { Case } from '../model.js';
import { daemonCase } from './daemon_case.js';
import { expectFrame, shown } from './heard.js';
import type { DaemonContext, OfferShape } from './port.js';

const PRESENTED = {
  stolen: 'the offered certificate without its private key',
  other: 'a certificate other than the offered one',
} as const;
/** TLS_ECDH_anon with AES 128 and with AES 256. */
const UNAUTHENTICATED = [0xc018, 0xc019] as const;

/** A rejected handshake shows as silence. The wait for it is derived from how long a valid hello takes. */
async function longEnough({ openhost, expect }: Pick<DaemonContext, 'openhost' | 'expect'>): Promise<number> {
  const took = await openhost.greets({}, openhost.patience);
  const seconds = openhost.patience / 1000;
  expect.that('the daemon answers the DTLS hello of a valid client', typeof took === 'number', {
    expected: `a ServerHello within ${seconds} s`,
    observed: typeof took === 'number' ? `a ServerHello after ${Math.round(took)} ms` : took,
  });
  return Math.min(5000, 1500 + 10 * Number(took));
}

const unproven = (
  certificate: keyof typeof PRESENTED,
  offer: OfferShape = {},
  control = '3/binds-exporter',
): Case => {
  const { version } = offer;
  const [form, when] = version ? [`-v${version}`, ` after a version ${version} offer`] : ['', ''];
  return daemonCase({
    id: `openhost/3.3/${certificate}-certificate${form}`,
    title: `a client that presents ${PRESENTED[certificate]}${when} gets no channel`,
    why: 'An attacker who recorded the offer of a client connects in its place.',
    requires: ['OPENHOST-3.3-24'],
    waits: 20_000,
    expects: 'refusal',
    control: `openhost/${control}`,
    async run({ openhost, expect }) {
      const within = await longEnough({ openhost, expect });
      const right = await openhost.connect(offer);
      await expectFrame({ expect }, right, FRAME_TYPES.AUTH_NONCE, 'a valid client gets AUTH_NONCE');
      const wire = await openhost.tryConnect({ ...offer, certificate }, within);
      const heard = typeof wire === 'string' ? wire : await wire.next();
      expect.that('the daemon sends nothing to this client', typeof heard === 'string', {
        expected: `no frame within ${within} ms`,
        observed: typeof heard === 'string' ? heard : shown(heard, openhost),
      });
    },
  });
};

export const handshakes: readonly Case[] = [
  daemonCase({
    id: 'openhost/3.3/unauthenticated-suites',
    title: 'a client that offers only anonymous cipher suites gets no handshake',
    why: 'With an anonymous cipher suite the daemon sees no certificate to compare with the offer, so anybody can connect.',
    requires: ['OPENHOST-3.3-24'],
    waits: 15_000,
    expects: 'refusal',
    control: 'openhost/3/binds-exporter',
    async run({ openhost, expect }) {
      const within = await longEnough({ openhost, expect });
      const greeted = await openhost.greets({ suites: UNAUTHENTICATED }, within);
      expect.that('the daemon does not answer the DTLS hello', typeof greeted !== 'number', {
        expected: `no ServerHello within ${within} ms`,
        observed: typeof greeted === 'number' ? `a ServerHello after ${Math.round(greeted)} ms` : greeted,
      });
    },
  }),
  unproven('stolen'),
  unproven('other'),
  unproven('other', { version: 2, mode: 'cert_fp' }, '3.3/v2-binds-cert-fp'),
  unproven('other', { version: 1 }, '3.3/v1-exporter'),
];
