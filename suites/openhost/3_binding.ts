import { base64url } from '../../reference/bytes/base64url.js';
import { FRAME_TYPES as T } from '../../reference/openhost/frame.js';
import type { BindingMode } from '../../reference/openhost/offer_blob.js';
import { defineCase } from '../case.js';
import type { Case, Context, Level } from '../model.js';
import { expectEnd, expectFrame, shown, shownFrames } from './heard.js';
import type { Given, HeardFrame, OfferShape, Proof, Wire } from './port.js';

const ports = ['openhost'] as const;

const nonceOf = (context: Context, wire: Wire): Promise<HeardFrame> =>
  expectFrame(context, wire, T.AUTH_NONCE, 'the daemon speaks first, with AUTH_NONCE');

/** At most ERROR, then the end: nothing that a bound client would get. */
async function refusesTo(context: Context, wire: Wire): Promise<readonly HeardFrame[]> {
  const said = await expectEnd(context, wire);
  const others = said.filter(({ type }) => type !== T.ERROR);
  context.expect.that('no AUTH_HOST and no response', others.length === 0, {
    expected: 'nothing but ERROR before the end',
    observed: shownFrames(said.slice(-8)),
  });
  return said;
}

const BINDS = { expects: 'refusal', control: 'openhost/3/binds-exporter' } as const;
const BINDS_IN_CERT_FP = { expects: 'refusal', control: 'openhost/3/binds-cert-fp' } as const;

const wrongProof = (
  slug: string,
  title: string,
  wrong: Proof,
  shape: OfferShape = {},
  more: { readonly level?: Level; readonly why?: string } = {},
): Case =>
  defineCase({
    ...more,
    id: `openhost/3/${slug}`,
    title,
    requires: ['OPENHOST-3-6', 'OPENHOST-3-11', 'OPENHOST-3-10'],
    ...(shape.mode === 'cert_fp' ? BINDS_IN_CERT_FP : BINDS),
    ports,
    async run(context) {
      const wire = await context.openhost.connect(shape);
      const { payload } = await nonceOf(context, wire);
      await wire.send(T.AUTH_CLIENT, wire.proof(payload, wrong));
      await refusesTo(context, wire);
    },
  });

const SENT_BY_DAEMONS: readonly number[] = [
  T.AUTH_NONCE,
  T.AUTH_HOST,
  T.RESPONSE_HEAD,
  T.RESPONSE_BODY,
  T.RESPONSE_END,
];

const earlyFrame = (slug: string, type: number, payload: string, level: Level = 'must'): Case =>
  defineCase({
    id: `openhost/3/early-${slug}`,
    title: `${slug} before the binding ends the channel`,
    // A daemon never has to receive what a daemon sends.
    requires: ['OPENHOST-3-12', 'OPENHOST-3-6', ...(SENT_BY_DAEMONS.includes(type) ? ['OPENHOST-5-1'] : [])],
    level,
    ...BINDS,
    ports,
    async run(context) {
      const wire = await context.openhost.connect();
      const nonce = await nonceOf(context, wire);
      await wire.send(type, new TextEncoder().encode(payload), 1);
      // Who ignores the frame takes the proof behind it.
      await wire.send(T.AUTH_CLIENT, wire.proof(nonce.payload));
      await refusesTo(context, wire);
    },
  });

const length = (slug: string, change: (proof: Uint8Array) => Uint8Array): Case =>
  defineCase({
    id: `openhost/4/auth-client-${slug}`,
    title: `an AUTH_CLIENT that is ${slug} is a failure of the binding`,
    requires: ['OPENHOST-4-17', 'OPENHOST-3-6'],
    ...BINDS,
    ports,
    async run(context) {
      const wire = await context.openhost.connect();
      const { payload } = await nonceOf(context, wire);
      await wire.send(T.AUTH_CLIENT, change(wire.proof(payload)));
      await refusesTo(context, wire);
    },
  });

/** The handshake holds the daemon to the certificate of its record. */
async function connected({ openhost, expect }: Given, mode: BindingMode): Promise<Wire> {
  const wire = await openhost.tryConnect({ mode });
  expect.that('a connection to the pinned certificate opens', typeof wire === 'object', {
    expected: 'an open channel',
    observed: typeof wire === 'object' ? 'an open channel' : wire,
  });
  return wire as Wire;
}

const bindsIn = (mode: BindingMode): Case =>
  defineCase({
    id: `openhost/3/binds-${mode.replace('_', '-')}`,
    title: `the channel binding holds in mode ${mode}, both ways`,
    requires: [
      'OPENHOST-3-7',
      'OPENHOST-3-8',
      'OPENHOST-3-9',
      'OPENHOST-3-10',
      'OPENHOST-2-22',
      'OPENHOST-4-16',
    ],
    expects: 'service',
    ports,
    async run(context) {
      const wire = await connected(context, mode);
      const { payload, requestId } = await nonceOf(context, wire);
      context.expect.equal('bytes of nonce', payload.length, 32);
      context.expect.equal('request_id of AUTH_NONCE', requestId, 0);
      await wire.send(T.AUTH_CLIENT, wire.proof(payload));
      const proof = await expectFrame(context, wire, T.AUTH_HOST);
      context.expect.equal('bytes of AUTH_HOST', proof.payload.length, 64);
      context.expect.that(
        'it is signed by the host over the same bytes',
        wire.hostProved(payload, proof.payload),
      );
    },
  });

const flipped = (mode: BindingMode) => (mode === 'exporter' ? 'cert_fp' : 'exporter');

async function twoNonces({ openhost, ...context }: Given): Promise<[string, string]> {
  const first = await openhost.connect();
  const second = await first.another();
  context.expect.that('a second channel opens', typeof second === 'object', {
    expected: 'another channel of the same connection',
    observed: typeof second === 'object' ? 'another channel' : second,
  });
  const of = async (wire: Wire) => base64url.encode((await nonceOf(context, wire)).payload);
  return [await of(first), await of(second as Wire)];
}

export const binding = [
  bindsIn('exporter'),
  bindsIn('cert_fp'),
  defineCase({
    id: 'openhost/3.3/v1-exporter',
    title: 'a version 1 offer binds in mode Exporter',
    requires: ['OPENHOST-3.3-23'],
    expects: 'service',
    ports,
    async run(context) {
      const wire = await context.openhost.connect({ version: 1 });
      const { payload } = await nonceOf(context, wire);
      await wire.send(T.AUTH_CLIENT, wire.proof(payload));
      await expectFrame(context, wire, T.AUTH_HOST);
    },
  }),
  defineCase({
    id: 'openhost/3/fresh-nonce',
    title: 'every channel has a nonce of its own, and it is no pattern',
    requires: ['OPENHOST-3-7', 'OPENHOST-4-16'],
    why: 'In mode CertFp nothing else keeps a recorded proof from being used again.',
    expects: 'service',
    ports,
    async run(context) {
      const [a, b] = await twoNonces(context);
      context.expect.that('two nonces differ', a !== b);
      context.expect.that('many values in one', new Set(base64url.decode(a)).size > 12);
    },
  }),
  wrongProof('wrong-mode', 'a proof in the other mode is refused', { mode: flipped('exporter') }),
  wrongProof(
    'wrong-mode-cert-fp',
    'an Exporter proof in mode CertFp is refused',
    { mode: 'exporter' },
    { mode: 'cert_fp' },
  ),
  wrongProof('wrong-host', 'a proof for another host is refused', { host: new Uint8Array(32).fill(9) }),
  wrongProof('swapped-keys', 'a proof with both keys exchanged is refused', { swapped: true }),
  wrongProof('wrong-key', 'a signature of another key is refused', { key: 'other' }),
  wrongProof(
    'stranger-key',
    'a valid proof of another key than the one of the offer is refused',
    { key: 'stranger' },
    {},
    {
      level: 'should',
      why: 'The allowlist was asked about the key of the offer: a client that it knows lets any other key in (OPENHOST-G26).',
    },
  ),
  wrongProof('no-signature', 'a signature of zeros is refused', { key: 'unsigned' }),
  defineCase({
    id: 'openhost/3/replayed-proof',
    title: 'a proof made for another nonce is refused',
    requires: ['OPENHOST-3-6', 'OPENHOST-3-11', 'OPENHOST-3-7'],
    ...BINDS_IN_CERT_FP,
    ports,
    async run(context) {
      const wire = await context.openhost.connect({ mode: 'cert_fp' });
      const { payload } = await nonceOf(context, wire);
      await wire.send(T.AUTH_CLIENT, wire.proof(payload.with(0, (payload[0] ?? 0) ^ 1)));
      await refusesTo(context, wire);
    },
  }),
  length('short', (proof) => proof.subarray(0, 95)),
  length('long', (proof) => new Uint8Array([...proof, 0])),
  length('empty', () => new Uint8Array(0)),
  earlyFrame('request', T.REQUEST_HEAD, 'GET / HTTP/1.1\r\n\r\n'),
  earlyFrame('ping', T.PING, ''),
  earlyFrame('auth-host', T.AUTH_HOST, 'x'.repeat(64)),
  earlyFrame('auth-nonce', T.AUTH_NONCE, 'x'.repeat(32)),
  earlyFrame('request-body', T.REQUEST_BODY, 'x'),
  earlyFrame('request-end', T.REQUEST_END, ''),
  earlyFrame('response-head', T.RESPONSE_HEAD, 'HTTP/1.1 200 OK\r\n\r\n'),
  earlyFrame('response-body', T.RESPONSE_BODY, 'x'),
  earlyFrame('response-end', T.RESPONSE_END, ''),
  earlyFrame('ws-upgrade', T.WS_UPGRADE, 'GET /live HTTP/1.1\r\n\r\n'),
  earlyFrame('ws-frame', T.WS_FRAME, 'x'),
  earlyFrame('pong', T.PONG, '', 'should'),
  earlyFrame('error', T.ERROR, 'enough', 'should'),
  defineCase({
    id: 'openhost/3/channel-torn-down',
    title: 'after a failed binding the channel serves nobody: a right proof comes too late',
    requires: ['OPENHOST-3-6'],
    ...BINDS,
    ports,
    async run(context) {
      const wire = await context.openhost.connect();
      const { payload } = await nonceOf(context, wire);
      await wire.send(T.AUTH_CLIENT, wire.proof(payload, { key: 'unsigned' }));
      await wire.send(T.AUTH_CLIENT, wire.proof(payload));
      await refusesTo(context, wire);
    },
  }),
  defineCase({
    id: 'openhost/3/connection-torn-down',
    title: 'after a failed binding the connection is gone, not only its channel',
    requires: ['OPENHOST-3-6'],
    dialect: { subject: 'openhost/packet', name: 'spec', norm: true },
    why: 'Deployed daemons close the channel alone, and a client may guess again without end (OPENHOST-G25).',
    expects: 'refusal',
    control: 'openhost/3/fresh-nonce',
    ports,
    async run(context) {
      const wire = await context.openhost.connect();
      const { payload } = await nonceOf(context, wire);
      await wire.send(T.AUTH_CLIENT, wire.proof(payload, { key: 'unsigned' }));
      await expectEnd(context, wire);
      const again = await wire.another();
      context.expect.that('no other channel of the connection opens', typeof again === 'string', {
        expected: 'a connection that is closed, or silent',
        observed: typeof again === 'string' ? again : 'another channel',
      });
    },
  }),
  defineCase({
    id: 'openhost/3/binding-timeout',
    title: 'a client that says nothing is not waited for for ever',
    requires: ['OPENHOST-3-6'],
    waits: 15_000,
    ...BINDS,
    ports,
    async run(context) {
      const wire = await context.openhost.connect();
      await nonceOf(context, wire);
      const until = context.clock.elapsed() + 15_000;
      let seen = await wire.next();
      while (seen !== 'closed' && context.clock.elapsed() < until) seen = await wire.next();
      context.expect.that('the channel closes within 15 s', seen === 'closed', {
        expected: 'the channel closed',
        observed: shown(seen, wire),
      });
    },
  }),
  defineCase({
    id: 'openhost/3/second-auth',
    title: 'AUTH_CLIENT after the binding is a violation',
    requires: ['OPENHOST-4-16', 'OPENHOST-5-1'],
    expects: 'refusal',
    control: 'openhost/4/ping',
    ports,
    async run(context) {
      const wire = await context.openhost.bound('own');
      await wire.send(T.AUTH_CLIENT, new Uint8Array(96));
      const said = await refusesTo(context, wire);
      context.expect.that('an ERROR comes before the end', said.length > 0, {
        expected: 'ERROR',
        observed: shownFrames(said),
      });
    },
  }),
];
