import { deflateSync } from 'node:zlib';
import { base64url } from '../../reference/bytes/base64url.js';
import { concat } from '../../reference/bytes/writer.js';
import { FRAME_TYPES } from '../../reference/openhost/frame.js';
import { defineCase, Unreachable } from '../case.js';
import type { Case } from '../model.js';
import { expectFrame, shown } from './heard.js';
import type { Given, Offered, OfferShape, OpenhostPort } from './port.js';

const ports = ['openhost'] as const;

const ANSWERED_NEXT = 'no answer to this offer, and one to a right offer of the same client';

function expectAnswer({ expect }: Pick<Given, 'expect'>, offered: Offered): void {
  expect.that('the offer is answered', offered !== 'silent', {
    expected: 'an answer',
    observed: offered === 'silent' ? ANSWERED_NEXT : 'an answer',
  });
}

function expectNoAnswer({ expect }: Pick<Given, 'expect'>, offered: Offered): void {
  expect.that('the offer gets no answer', offered === 'silent', {
    expected: ANSWERED_NEXT,
    observed: offered === 'silent' ? ANSWERED_NEXT : `an answer after ${Math.round(offered.took)} ms`,
  });
}

/** A right answer to this offer. */
const accepted = (
  slug: string,
  title: string,
  requires: readonly string[],
  shape: OfferShape,
  /** What a daemon answers that does not answer this. */
  known?: OfferShape,
): Case =>
  defineCase({
    id: `openhost/3.3/${slug}`,
    title,
    requires,
    expects: 'service',
    ports,
    async run(context) {
      expectAnswer(context, await context.openhost.offer(shape, known));
    },
  });

/** Silence, and then an answer to a right offer of the same client. */
const refused = (
  slug: string,
  title: string,
  requires: readonly string[],
  shape: OfferShape,
  /** The case of the nearest offer that is right. */
  control = 'v3',
): Case =>
  defineCase({
    id: `openhost/3.3/${slug}`,
    title,
    requires,
    expects: 'refusal',
    control: `openhost/3.3/${control}`,
    ports,
    async run(context) {
      expectNoAnswer(context, await context.openhost.offerWrong(shape));
    },
  });

const at = (index: number, value: number) => (bytes: Uint8Array) => bytes.with(index, value);
const cut = (bytes: Uint8Array) => bytes.subarray(0, bytes.length - 1);
const grown = (bytes: Uint8Array) => concat(bytes, Uint8Array.of(0));
/** version, flags, ufrag_len, ufrag, pwd_len, pwd, fingerprint, count, candidates */
const parts = (blob: Uint8Array) => {
  const ufrag = blob[2] ?? 0;
  const pwd = blob[3 + ufrag] ?? 0;
  const count = 3 + ufrag + 1 + pwd + 32;
  return { ufrag, pwd, count };
};
const setFlag = (bits: number) => (blob: Uint8Array) => blob.with(1, (blob[1] ?? 0) | bits);
const setup = (role: number) => (blob: Uint8Array) => blob.with(1, ((blob[1] ?? 0) & ~3) | role);
const resized = (name: 'ufrag' | 'pwd', length: number) => (blob: Uint8Array) => {
  const { ufrag } = parts(blob);
  const start = name === 'ufrag' ? 2 : 3 + ufrag;
  const old = blob[start] ?? 0;
  return concat(
    blob.subarray(0, start),
    Uint8Array.of(length),
    new Uint8Array(length).fill(0x61),
    blob.subarray(start + 1 + old),
  );
};
const candidates =
  (count: number, typ = 0, family = 4) =>
  (blob: Uint8Array) => {
    const head = blob.subarray(0, parts(blob).count);
    const one = concat(
      Uint8Array.of(typ, family),
      new Uint8Array(family === 4 ? 4 : 16).fill(10),
      Uint8Array.of(0, 9),
    );
    return concat(head, Uint8Array.of(count), ...Array.from({ length: count }, () => one));
  };
/** A right version 1 body of this length: a line that nobody reads fills it. */
const filled = (length: number): OfferShape => ({
  version: 1,
  sdp: (sdp) => `${sdp}a=padding:${'x'.repeat(length - 57 - sdp.length - 12)}\r\n`,
  compression: 'none',
  plaintext: (bytes) => concat(Uint8Array.of(2), new Uint8Array(deflateSync(bytes.subarray(1)))),
});
const SPEC = ['OPENHOST-3.3-13'];
/** TLS_ECDH_anon with AES 128 and with AES 256. */
const UNAUTHENTICATED = [0xc018, 0xc019] as const;

/** A refused handshake is told by silence: how long to wait, by the time in which a usual hello is taken. */
async function longEnough({ openhost, expect }: Pick<Given, 'openhost' | 'expect'>): Promise<number> {
  const took = await openhost.greets({}, openhost.patience);
  const seconds = openhost.patience / 1000;
  expect.that('the daemon answers the DTLS hello of a usual client', typeof took === 'number', {
    expected: `a ServerHello within ${seconds} s`,
    observed: typeof took === 'number' ? `a ServerHello after ${Math.round(took)} ms` : took,
  });
  return Math.min(5000, 1500 + 10 * Number(took));
}

/** It answered a client before: now its silence is an answer. */
async function offerAfterwards(daemon: OpenhostPort): Promise<Offered> {
  try {
    return await daemon.offer();
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    return 'silent';
  }
}

export const offers = [
  defineCase({
    id: 'openhost/3.3/v3',
    title: 'a right version 3 offer is answered',
    requires: ['OPENHOST-3.3-13', 'OPENHOST-3.3-7'],
    expects: 'service',
    ports,
    async run(context) {
      const offered = await context.openhost.offer({}, { version: 2, compression: 'none' });
      expectAnswer(context, offered);
      if (offered === 'silent') return;
      const { answer, offerHash } = offered;
      // An answer to something else does not show that this offer was taken.
      const named = 'refused' in answer ? answer.refused : base64url.encode(answer.offerSdpHash);
      context.expect.equal('offer_sdp_hash of the answer', named, base64url.encode(offerHash));
    },
  }),
  accepted('v3-uncompressed', 'compression tag 0x01 is accepted', ['OPENHOST-3.3-7'], {
    compression: 'none',
  }),
  accepted('v3-cert-fp', 'an offer in mode CertFp is answered', ['OPENHOST-3.3-13'], { mode: 'cert_fp' }),
  accepted('v2', 'a version 2 offer is answered', ['OPENHOST-3.3-11'], { version: 2 }),
  accepted('v1', 'a version 1 offer is answered', ['OPENHOST-3.3-10'], { version: 1 }),
  accepted('eight-candidates', 'eight candidates are taken', ['OPENHOST-3.3-17'], { blob: candidates(8) }),
  accepted('no-candidates', 'a blob without candidates is taken', ['OPENHOST-3.3-17'], {
    blob: candidates(0),
  }),
  accepted('ipv6-candidate', 'a candidate of family 6 is taken', ['OPENHOST-3.3-17'], {
    blob: candidates(1, 0, 6),
  }),
  accepted('longest-ice', 'ICE strings of 32 bytes are taken', ['OPENHOST-3.3-16'], {
    blob: (blob) => resized('ufrag', 32)(resized('pwd', 32)(blob)),
  }),
  ...[0x00, 0x03, 0xff].map((tag) =>
    refused(
      `tag-${tag.toString(16).padStart(2, '0')}`,
      `compression tag 0x${tag.toString(16)} is refused`,
      ['OPENHOST-3.3-3'],
      {
        plaintext: at(0, tag),
      },
    ),
  ),
  accepted('largest-body', 'a body of 65536 bytes is taken', ['OPENHOST-3.3-5'], filled(65_536)),
  refused(
    'bomb',
    'a body that inflates beyond 65536 bytes is refused',
    ['OPENHOST-3.3-5'],
    filled(65_537),
    'largest-body',
  ),
  refused('broken-zlib', 'a damaged stream is refused', ['OPENHOST-3.3-8'], {
    plaintext: (bytes) => bytes.with(bytes.length - 1, (bytes.at(-1) ?? 0) ^ 1),
  }),
  refused('separator', 'another separator is refused', SPEC, { body: at(0, 0x58) }),
  refused('version-4', 'a body of version 4 is refused', SPEC, { body: at(20, 0x34) }),
  refused('stranger', 'a client key other than the signer is refused', ['OPENHOST-3.3-25'], {
    stranger: true,
  }),
  refused('blob-length', 'a length that does not fit the blob is refused', SPEC, { body: at(54, 255) }),
  refused('blob-version', 'another blob version is refused', ['OPENHOST-3.3-18'], { blob: at(0, 2) }),
  ...[3, 4, 5, 6, 7].map((bit) =>
    refused(`flag-${bit}`, `reserved bit ${bit} is refused`, ['OPENHOST-3.3-14'], {
      blob: setFlag(1 << bit),
    }),
  ),
  refused('setup-passive', 'setup role passive is refused', ['OPENHOST-3.3-15', 'OPENHOST-3.1-3'], {
    blob: setup(1),
  }),
  refused('setup-reserved', 'the reserved setup role is refused', ['OPENHOST-3.3-15'], { blob: setup(3) }),
  refused('ufrag-3', 'a user fragment of 3 bytes is refused', ['OPENHOST-3.3-16'], {
    blob: resized('ufrag', 3),
  }),
  refused(
    'ufrag-33',
    'a user fragment of 33 bytes is refused',
    ['OPENHOST-3.3-16'],
    {
      blob: resized('ufrag', 33),
    },
    'longest-ice',
  ),
  refused('pwd-21', 'a password of 21 bytes is refused', ['OPENHOST-3.3-16'], { blob: resized('pwd', 21) }),
  refused(
    'pwd-33',
    'a password of 33 bytes is refused',
    ['OPENHOST-3.3-16'],
    { blob: resized('pwd', 33) },
    'longest-ice',
  ),
  refused('not-ascii', 'a user fragment that is not ASCII is refused', ['OPENHOST-3.3-16'], {
    blob: at(3, 0xe4),
  }),
  refused(
    'nine-candidates',
    'nine candidates are refused',
    ['OPENHOST-3.3-17'],
    { blob: candidates(9) },
    'eight-candidates',
  ),
  refused(
    'candidate-type',
    'an unknown candidate type is refused',
    ['OPENHOST-3.3-17'],
    {
      blob: candidates(1, 4),
    },
    'ipv6-candidate',
  ),
  refused(
    'candidate-family',
    'an unknown family is refused',
    ['OPENHOST-3.3-17'],
    {
      blob: (blob) => {
        const made = candidates(1)(blob);
        return made.with(made.length - 7, 5);
      },
    },
    'ipv6-candidate',
  ),
  refused('cut-blob', 'a cut blob is refused', SPEC, { blob: cut }),
  refused('long-blob', 'a blob with something behind it is refused', SPEC, { blob: grown }),
  refused('sealed', 'a box that does not open is refused', ['OPENHOST-3.3-13'], {
    sealed: (bytes) => bytes.with(40, (bytes[40] ?? 0) ^ 1),
  }),
  ...[0, 3, 255].map((mode) =>
    refused(
      `v2-binding-${mode}`,
      `binding byte ${mode} of version 2 is refused`,
      ['OPENHOST-3.3-22'],
      {
        version: 2,
        body: (body) => body.with(body.length - 1, mode),
      },
      'v2',
    ),
  ),
  refused(
    'v1-passive',
    'a legacy SDP with setup:passive is refused',
    ['OPENHOST-3.1-3'],
    {
      version: 1,
      sdp: (sdp) => sdp.replace(/a=setup:\w+/, 'a=setup:passive'),
    },
    'v1',
  ),
  refused('unpaired', 'a client that is not allowed gets no answer', ['OPENHOST-2-21'], { unpaired: true }),
  defineCase({
    id: 'openhost/3.3/actpass',
    title: 'actpass in an offer is refused, because 3.1 decides',
    requires: ['OPENHOST-3.1-3'],
    dialect: { subject: 'openhost/packet', name: 'spec', norm: true },
    why: 'Deployed clients send actpass and deployed daemons take it (OPENHOST-G12).',
    expects: 'refusal',
    control: 'openhost/3.3/v3',
    ports,
    async run(context) {
      expectNoAnswer(context, await context.openhost.offerWrong({ blob: setup(2) }));
    },
  }),
  defineCase({
    id: 'openhost/3.3/pairing-counts',
    title: 'a client that is paired after a refusal is answered without a restart',
    requires: ['OPENHOST-3.3-27', 'OPENHOST-3.3-26'],
    level: 'should',
    expects: 'refusal',
    control: 'openhost/3.3/v3',
    ports,
    async run(context) {
      // After silence the port pairs the client and offers again: without an answer then, nothing is seen at all.
      expectNoAnswer(context, await context.openhost.offerWrong({ unpaired: true }));
    },
  }),
  defineCase({
    id: 'openhost/3.3/broken-pairs',
    title: 'pairs that cannot be read cost no open channel, and count again once they can',
    requires: ['OPENHOST-3.3-27'],
    level: 'should',
    waits: 10_000,
    expects: 'service',
    ports,
    async run(context) {
      const { openhost, expect } = context;
      const daemon = await openhost.variant({ breaks: true });
      const wire = await daemon.bound('own');
      await daemon.breakPairs(async () => {
        await wire.send(FRAME_TYPES.PING);
        await expectFrame(context, wire, FRAME_TYPES.PONG, 'an open channel goes on');
      });
      const offered = await offerAfterwards(daemon);
      expect.that('a client that is paired afterwards is answered', offered !== 'silent', {
        expected: 'an answer',
        observed: offered === 'silent' ? 'no answer' : 'an answer',
      });
    },
  }),
  defineCase({
    id: 'openhost/3.3/poll',
    title: 'an offer is answered within seconds',
    requires: ['OPENHOST-3-4'],
    level: 'should',
    expects: 'service',
    ports,
    async run({ openhost, expect }) {
      const offered = await openhost.offer();
      expectAnswer({ expect }, offered);
      if (offered === 'silent') return;
      const took = Math.round(offered.took);
      expect.that('the answer comes within 5 s', took < 5000, {
        expected: 'less than 5000 ms',
        observed: `${took} ms`,
      });
    },
  }),
  defineCase({
    id: 'openhost/3.3/stale-offer',
    title: 'an offer in a packet of three hours ago gets no answer',
    requires: ['OPENHOST-3.3-56'],
    level: 'may',
    why: 'Whoever kept an old packet of a client can have a daemon answer it again (OPENHOST-G43).',
    expects: 'refusal',
    control: 'openhost/3.3/v3',
    ports,
    async run(context) {
      expectNoAnswer(context, await context.openhost.offerWrong({ age: 3 * 3600 }));
    },
  }),
  defineCase({
    id: 'openhost/3.3/replayed-offer',
    title: 'an offer that was answered gets no second answer',
    requires: ['OPENHOST-3.3-56'],
    level: 'may',
    why: 'Each answer costs the daemon a connection that nobody takes up (OPENHOST-G43).',
    waits: 12_000,
    expects: 'refusal',
    control: 'openhost/3.3/v3',
    ports,
    async run({ openhost, expect }) {
      const seen = await openhost.replay();
      expect.that('the offer gets no second answer', seen === 'silent', {
        expected: 'no other answer to it, and one to another offer of the same client',
        observed: seen,
      });
    },
  }),
  defineCase({
    id: 'openhost/3.3/unauthenticated-suites',
    title: 'a client that offers no cipher suite with a certificate gets no handshake',
    requires: ['OPENHOST-3.3-24'],
    why: 'In an anonymous suite the daemon sees no certificate to compare with the offer.',
    waits: 15_000,
    expects: 'refusal',
    control: 'openhost/3/binds-exporter',
    ports,
    async run({ openhost, expect }) {
      const within = await longEnough({ openhost, expect });
      const greeted = await openhost.greets({ suites: UNAUTHENTICATED }, within);
      expect.that('the DTLS hello is not answered', typeof greeted !== 'number', {
        expected: `no ServerHello within ${within} ms`,
        observed: typeof greeted === 'number' ? `a ServerHello after ${Math.round(greeted)} ms` : greeted,
      });
    },
  }),
  ...(['stolen', 'other'] as const).map((certificate) =>
    defineCase({
      id: `openhost/3.3/${certificate}-certificate`,
      title: `a client that shows ${certificate === 'stolen' ? 'a certificate without its key' : 'another certificate than it offered'} gets no channel`,
      requires: ['OPENHOST-3.3-24'],
      waits: 20_000,
      expects: 'refusal',
      control: 'openhost/3/binds-exporter',
      ports,
      async run({ openhost, expect }) {
        const within = await longEnough({ openhost, expect });
        const right = await openhost.connect();
        await expectFrame({ expect }, right, FRAME_TYPES.AUTH_NONCE, 'a right client gets AUTH_NONCE');
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
