import { base64url } from '../../reference/bytes/base64url.js';
import { FRAME_TYPES as T } from '../../reference/openhost/frame.js';
import type { BindingMode } from '../../reference/openhost/offer_blob.js';
import type { Case } from '../model.js';
import {
  BINDS,
  BINDS_IN_CERT_FP,
  endsConnection,
  nonceOf,
  prove,
  rejectsBinding,
  secondChannel,
} from './binding_steps.js';
import { type DaemonGrounds, daemonCase } from './daemon_case.js';
import { expectEnd, expectFrame, shown, shownFrames } from './heard.js';
import type { DaemonContext, Proof, Wire } from './port.js';
import { REBOUND } from './whys.js';

const IMPOSTOR = 'Somebody without the private key of a paired client is served in its name.';
const RELAYED =
  'An attacker forwards the proof from one connection to another and is served in the name of the client.';

interface WrongProof extends Omit<DaemonGrounds, 'requires'> {
  readonly wrong: Proof;
  readonly mode?: BindingMode;
}

const wrongProof = (slug: string, title: string, { wrong, mode, ...grounds }: WrongProof): Case =>
  daemonCase({
    ...grounds,
    id: `openhost/3/${slug}`,
    title,
    requires: ['OPENHOST-3-6', 'OPENHOST-3-11', 'OPENHOST-3-10'],
    ...(mode === 'cert_fp' ? BINDS_IN_CERT_FP : BINDS),
    async run(context) {
      const wire = await context.openhost.connect(mode ? { mode } : {});
      await prove(context, wire, wrong);
      await rejectsBinding(context, wire);
    },
  });

/** A connection whose handshake checks that the certificate is the one in the record. */
async function connected({ openhost, expect }: DaemonContext, mode: BindingMode): Promise<Wire> {
  const wire = await openhost.tryConnect({ mode });
  expect.that('the connection opens with the certificate of the record', typeof wire === 'object', {
    expected: 'an open channel',
    observed: typeof wire === 'object' ? 'an open channel' : wire,
  });
  return wire as Wire;
}

const MODES = { exporter: 'Exporter', cert_fp: 'CertFp' } as const;

const bindsIn = (mode: BindingMode, why: string): Case =>
  daemonCase({
    id: `openhost/3/binds-${mode.replace('_', '-')}`,
    title: `a valid AUTH_CLIENT in mode ${MODES[mode]} gets a valid AUTH_HOST`,
    why,
    requires: [
      'OPENHOST-3-7',
      'OPENHOST-3-8',
      'OPENHOST-3-9',
      'OPENHOST-3-10',
      'OPENHOST-2-22',
      'OPENHOST-4-16',
    ],
    expects: 'service',
    async run(context) {
      const wire = await connected(context, mode);
      const { payload, requestId } = await nonceOf(context, wire);
      context.expect.equal('length of AUTH_NONCE in bytes', payload.length, 32);
      context.expect.equal('request_id of AUTH_NONCE', requestId, 0);
      await wire.send(T.AUTH_CLIENT, wire.proof(payload));
      const proof = await expectFrame(context, wire, T.AUTH_HOST);
      context.expect.equal('length of AUTH_HOST in bytes', proof.payload.length, 64);
      context.expect.equal(
        'AUTH_HOST has a valid signature of the host over the binding',
        wire.hostProved(payload, proof.payload),
        true,
      );
    },
  });

async function twoNonces({ openhost, ...context }: DaemonContext): Promise<[string, string]> {
  const first = await openhost.connect();
  const second = await secondChannel(context, first);
  const of = async (wire: Wire) => base64url.encode((await nonceOf(context, wire)).payload);
  return [await of(first), await of(second)];
}

export const binding = [
  bindsIn('exporter', 'No client with a TLS exporter can use the host.'),
  bindsIn('cert_fp', 'No browser can use the host.'),
  daemonCase({
    id: 'openhost/3/fresh-nonce',
    title: 'each channel of a connection gets a different, random nonce',
    why: 'In mode CertFp only the nonce prevents that a recorded proof is used again.',
    requires: ['OPENHOST-3-7', 'OPENHOST-4-16'],
    expects: 'service',
    async run(context) {
      const [a, b] = await twoNonces(context);
      context.expect.that('the nonces of two channels differ', a !== b, {
        expected: `a nonce other than ${a}`,
        observed: b,
      });
      // 32 random bytes have fewer than 13 different values about once in 10^22 nonces.
      const distinct = [a, b].map((nonce) => new Set(base64url.decode(nonce)).size);
      context.expect.each('different byte values in each nonce', distinct, (count) => count > 12, {
        expected: 'more than 12',
        observed: (count) => count,
      });
    },
  }),
  wrongProof('wrong-mode', 'an AUTH_CLIENT over the CertFp binding is rejected in mode Exporter', {
    why: RELAYED,
    wrong: { mode: 'cert_fp' },
  }),
  wrongProof('wrong-mode-cert-fp', 'an AUTH_CLIENT over the Exporter binding is rejected in mode CertFp', {
    why: RELAYED,
    wrong: { mode: 'exporter' },
    mode: 'cert_fp',
  }),
  wrongProof('wrong-host', 'an AUTH_CLIENT over the key of another host is rejected', {
    why: 'A hostile host forwards the proof of its visitor to this host and is served in the name of the visitor.',
    wrong: { host: new Uint8Array(32).fill(9) },
  }),
  wrongProof('swapped-keys', 'an AUTH_CLIENT over client and host key in exchanged order is rejected', {
    why: 'A host reflects a proof that a client made in the opposite role.',
    wrong: { swapped: true },
  }),
  wrongProof('wrong-key', 'an AUTH_CLIENT with the signature of another key is rejected', {
    why: IMPOSTOR,
    wrong: { key: 'other' },
  }),
  wrongProof('stranger-key', 'a valid AUTH_CLIENT of a key other than the one in the offer is rejected', {
    why: 'The daemon checked the pairing for the key in the offer: a paired client can admit any other key (OPENHOST-G26).',
    level: 'should',
    wrong: { key: 'stranger' },
  }),
  wrongProof(
    'stranger-key-cert-fp',
    'a valid AUTH_CLIENT of a key other than the one in the offer is rejected in mode CertFp',
    {
      why: 'A daemon that compares the keys in one mode only is open to every client that offers the other one.',
      level: 'should',
      wrong: { key: 'stranger' },
      mode: 'cert_fp',
    },
  ),
  wrongProof('no-signature', 'an AUTH_CLIENT with a signature of zeros is rejected', {
    why: IMPOSTOR,
    wrong: { key: 'unsigned' },
  }),
  daemonCase({
    id: 'openhost/3/replayed-proof',
    title: 'an AUTH_CLIENT over another nonce is rejected',
    why: 'An attacker who recorded one proof is served in the name of the client from then on.',
    requires: ['OPENHOST-3-6', 'OPENHOST-3-11', 'OPENHOST-3-7'],
    ...BINDS_IN_CERT_FP,
    async run(context) {
      const wire = await context.openhost.connect({ mode: 'cert_fp' });
      const { payload } = await nonceOf(context, wire);
      await wire.send(T.AUTH_CLIENT, wire.proof(payload.with(0, (payload[0] ?? 0) ^ 1)));
      await rejectsBinding(context, wire);
    },
  }),
  daemonCase({
    id: 'openhost/3/channel-torn-down',
    title: 'a valid AUTH_CLIENT after a rejected one gets no AUTH_HOST',
    why: 'An attacker tries one proof after another on the same channel.',
    requires: ['OPENHOST-3-6'],
    ...BINDS,
    async run(context) {
      const wire = await context.openhost.connect();
      const nonce = await prove(context, wire, { key: 'unsigned' });
      await wire.send(T.AUTH_CLIENT, wire.proof(nonce));
      await rejectsBinding(context, wire);
    },
  }),
  daemonCase({
    id: 'openhost/3/connection-torn-down',
    title: 'a rejected AUTH_CLIENT ends the whole connection, and no other channel binds a client',
    why: 'Deployed daemons close only the channel (OPENHOST-G25), so that a client can try proofs on one connection for ever.',
    requires: ['OPENHOST-3-6'],
    dialect: { subject: 'openhost/packet', name: 'spec', norm: true },
    expects: 'refusal',
    control: 'openhost/3/fresh-nonce',
    async run(context) {
      const wire = await context.openhost.connect();
      await prove(context, wire, { key: 'unsigned' });
      await expectEnd(context, wire);
      await endsConnection(context, wire);
    },
  }),
  daemonCase({
    id: 'openhost/3/binding-timeout',
    title: 'a client that sends no AUTH_CLIENT is disconnected within 15 s',
    why: 'Strangers who send nothing use up the connections of the daemon.',
    requires: ['OPENHOST-3-6'],
    waits: 15_000,
    ...BINDS,
    async run(context) {
      const wire = await context.openhost.connect();
      await nonceOf(context, wire);
      const until = context.clock.elapsed() + 15_000;
      let seen = await wire.next();
      while (seen !== 'closed' && context.clock.elapsed() < until) seen = await wire.next();
      context.expect.that('the daemon closes the channel', seen === 'closed', {
        expected: 'the channel closed within 15 s',
        observed: shown(seen, wire),
      });
    },
  }),
  daemonCase({
    id: 'openhost/3/second-auth',
    title: 'a second AUTH_CLIENT ends the channel with ERROR',
    why: REBOUND,
    requires: ['OPENHOST-4-16', 'OPENHOST-5-1'],
    expects: 'refusal',
    control: 'openhost/4/ping',
    async run(context) {
      const wire = await context.openhost.bound('own');
      await wire.send(T.AUTH_CLIENT, new Uint8Array(96));
      const said = await rejectsBinding(context, wire);
      context.expect.that('the daemon sends ERROR before it closes the channel', said.length > 0, {
        expected: 'ERROR',
        observed: shownFrames(said),
      });
    },
  }),
];
