/** Clients that are wrong in one respect each. */
import { inflateRawSync, inflateSync } from 'node:zlib';
import { base64url } from '../../bytes/base64url.js';
import { concat } from '../../bytes/writer.js';
import { zbase32 } from '../../bytes/zbase32.js';
import { verifyPlain } from '../../crypto/ed25519.js';
import { unwrap } from '../../openhost/compression.js';
import type { Dialect } from '../../openhost/dialect.js';
import { encodeLegacy, type Frame, frame, FRAME_TYPES as T } from '../../openhost/frame.js';
import type { BindingMode } from '../../openhost/offer_blob.js';
import { decodeDns, MAX_PAYLOAD, openPacket, signable } from '../../openhost/packet.js';
import type { ClientSeams } from '../../openhost/peers/client/seams.js';
import { type LabelledFragment, reassemble } from '../../openhost/reassembly.js';
import { canonical } from '../../openhost/record.js';

export interface ClientMutant {
  readonly name: string;
  /** The clauses that this breaks: a case that kills it has to cite one of them. */
  readonly breaks: readonly string[];
  readonly dialect?: Dialect;
  /** It is declared to be a browser. */
  readonly browser?: true;
  readonly bindingMode?: BindingMode;
  readonly seams?: Partial<ClientSeams>;
  /** What it makes of the URL that it is given, and of the relays. */
  readonly url?: (url: string) => string;
  readonly relays?: (relays: readonly string[]) => readonly string[];
  /** Bytes that it reads from a relay. */
  readonly longestPacket?: number;
}

const client = (name: string, breaks: readonly string[], seams: Partial<ClientSeams>): ClientMutant => ({
  name,
  breaks,
  seams,
});
const nothing = new Uint8Array(0);
const sent = (type: number, change: (frame: Frame) => readonly Frame[]): Partial<ClientSeams> => ({
  outgoing: (frame) => (frame.type === type ? change(frame) : [frame]),
});

/** The record without its signature, after this was done to its bytes. */
const unsigned = (change: (bytes: Uint8Array) => Uint8Array): Partial<ClientSeams> => ({
  record(_right, records) {
    const value = base64url.decode(records.find(({ label }) => label === '_openhost')?.value ?? '');
    return canonical.decode(change(value.subarray(64)));
  },
});
const versionAt = 10;

/** The zone of the first record: 72 bytes, a DNS header of 12, its label, and 52 letters of a key. */
function signerOf(payload: Uint8Array): Uint8Array {
  const at = 84 + 1 + (payload[84] ?? 0) + 1;
  return zbase32.decode(Buffer.from(payload.subarray(at, at + 52)).toString());
}

/** Of an answer of version 2: separator 22, key 32, hash 32, length 2. */
const blob = 88;
const onBlob = (change: (body: Uint8Array) => Uint8Array): Partial<ClientSeams> => ({
  answerBody: (body) => (body[21] === 0x32 ? change(body) : body),
});

/** What stands behind the header of each fragment, as far as `taken` goes. */
const joined = (taken: (fragments: readonly LabelledFragment[]) => readonly LabelledFragment[]) => ({
  reassemble(_right: () => Uint8Array | undefined, fragments: readonly LabelledFragment[]) {
    if (fragments.length === 0) return undefined;
    return concat(...taken(fragments).map(({ envelope }) => envelope.subarray(5)));
  },
});
const inOrder = (fragments: readonly LabelledFragment[]) =>
  [...fragments].sort((a, b) => Number(a.suffix) - Number(b.suffix));
const once = (fragments: readonly LabelledFragment[]) =>
  inOrder(fragments).filter(({ suffix }, i, all) => all[i - 1]?.suffix !== suffix);

const records = [
  client('any-outer-signature', ['OPENHOST-2-14'], {
    async packet(right, substrates, name) {
      const found = await right();
      const payload = found ? undefined : await substrates[0]?.get(name);
      if (payload === undefined) return found;
      const dns = payload.subarray(72);
      const seq = new DataView(payload.buffer, payload.byteOffset).getBigUint64(64);
      return { payload, packet: { seq, dns, records: decodeDns(zbase32.decode(name), dns) } };
    },
  }),
  client('packets-of-any-key', ['OPENHOST-2-14'], {
    async packet(right, substrates, name) {
      const payload = await substrates[0]?.get(name);
      if (payload === undefined) return right();
      try {
        return { payload, packet: openPacket(signerOf(payload), payload) };
      } catch {
        return right();
      }
    },
    ...unsigned((bytes) => bytes),
  }),
  {
    ...client('packets-of-any-length', ['OPENHOST-3-2'], {
      async packet(right, substrates, name) {
        const payload = await substrates[0]?.get(name);
        if (payload === undefined || payload.length <= MAX_PAYLOAD) return right();
        const key = zbase32.decode(name);
        const seq = new DataView(payload.buffer, payload.byteOffset).getBigUint64(64);
        const dns = payload.subarray(72);
        if (!verifyPlain(key, signable(seq, dns), payload.subarray(0, 64))) return right();
        return { payload, packet: { seq, dns, records: decodeDns(key, dns) } };
      },
    }),
    longestPacket: 16 << 20,
  },
  client('any-inner-signature', ['OPENHOST-2-9', 'OPENHOST-2-2'], {
    record(right, all) {
      try {
        return right();
      } catch {
        return unsigned((bytes) => bytes).record?.(right, all) ?? right();
      }
    },
  }),
  client(
    'any-record-version',
    ['OPENHOST-0-1'],
    unsigned((bytes) => (bytes[versionAt] === 4 ? bytes.with(versionAt, 2) : bytes)),
  ),
  client(
    'first-of-two-records',
    ['OPENHOST-2-1'],
    unsigned((bytes) => bytes),
  ),
  client('only-version-2-records', ['OPENHOST-2-7'], {
    record(right) {
      const read = right();
      if (read.version !== 2) throw new TypeError('a record of another version');
      return read;
    },
  }),
  client('one-string-of-a-record', ['OPENHOST-2-8'], {
    record(right, all) {
      const { value = '' } = all.find(({ label }) => label === '_openhost') ?? {};
      if (value.length <= 255) return right();
      return canonical.decode(base64url.decode(value.slice(0, 252)).subarray(64));
    },
  }),
  client('any-age', ['OPENHOST-2-11', 'OPENHOST-3-2'], { fresh: () => true }),
  {
    name: 'first-relay-only',
    breaks: ['OPENHOST-2-13'],
    relays: (all: readonly string[]) => all.slice(0, 1),
  },
];

const urls: readonly ClientMutant[] = [
  { name: 'drops-the-query', breaks: ['OPENHOST-1-9'], url: (url) => url.replace(/\?.*/, '') },
  { name: 'fills-short-keys', breaks: ['OPENHOST-1-2', 'OPENHOST-1-4'], url: (url) => filled(url) },
  { name: 'any-letter-in-keys', breaks: ['OPENHOST-1-2'], url: (url) => url.replace('oh://l', 'oh://w') },
];

function filled(url: string): string {
  const [key = ''] = url.slice(5).split('/');
  return `oh://${key.padStart(52, 'o')}/`;
}

const answers = [
  client('any-certificate', ['OPENHOST-3.2-1', 'OPENHOST-3-5'], { pinned: () => undefined }),
  client('certificate-without-its-key', ['OPENHOST-3.2-1', 'OPENHOST-3-5'], { possession: () => false }),
  client('any-suite', ['OPENHOST-3.2-1', 'OPENHOST-3-5'], { takenSuite: () => Uint8Array.of(0xc0, 0x2b) }),
  client('any-setup', ['OPENHOST-3.1-3'], { setup: () => undefined }),
  client('any-answering-host', ['OPENHOST-3.3-45'], { daemonKey: () => true }),
  client('any-answered-offer', ['OPENHOST-3.3-43'], { offerHash: () => true }),
  client(
    'any-answer-flags',
    ['OPENHOST-3.3-41'],
    onBlob((body) => body.with(blob + 1, (body[blob + 1] ?? 0) & 1)),
  ),
  client(
    'any-answer-blob-version',
    ['OPENHOST-3.3-42'],
    onBlob((body) => body.with(blob, 1)),
  ),
  {
    name: 'no-version-1-answers',
    breaks: ['OPENHOST-3.3-40'],
    dialect: 'deployed' as const,
    seams: { answerBody: (body: Uint8Array) => (body[21] === 0x31 ? body.with(0, 0) : body) },
  },
  client('any-answer-tag', ['OPENHOST-3.3-3'], {
    unwrap: (right, plaintext) => (plaintext[0] === 9 ? unwrap(plaintext.with(0, 2)) : right()),
  }),
  client('only-zlib-answers', ['OPENHOST-3.3-7'], {
    unwrap(right, plaintext) {
      if (plaintext[0] === 1) throw new TypeError('not compressed');
      return right();
    },
  }),
  client('any-checksum', ['OPENHOST-3.3-8'], {
    unwrap: (right, plaintext) => (plaintext[0] === 2 ? inflateRawSync(plaintext.subarray(3)) : right()),
  }),
  client('unbounded-answers', ['OPENHOST-3.3-5'], {
    unwrap: (right, plaintext) => (plaintext[0] === 2 ? inflateSync(plaintext.subarray(1)) : right()),
    // It reads no further than the blob that is announced.
    answerBody: (body) => body.subarray(0, blob + ((body[blob - 2] ?? 0) << 8) + (body[blob - 1] ?? 0)),
  }),
  client('any-fragment-total', ['OPENHOST-3.3-48', 'OPENHOST-3.3-52'], joined(inOrder)),
  client('any-fragment-index', ['OPENHOST-3.3-49', 'OPENHOST-3.3-34', 'OPENHOST-3.3-53'], joined(inOrder)),
  client('missing-fragments', ['OPENHOST-3.3-50'], joined(inOrder)),
  client('first-of-two-fragments', ['OPENHOST-3.3-51'], joined(once)),
  client('no-fragment-is-one-of-none', ['OPENHOST-3.3-52'], joined(inOrder)),
  client('index-beyond-the-total', ['OPENHOST-3.3-53'], joined(inOrder)),
  client('no-patience-for-the-first-fragment', ['OPENHOST-3.3-47'], {
    reassemble(right, fragments) {
      if (fragments.length > 0 && !fragments.some(({ suffix }) => suffix === '0')) {
        throw new TypeError('no first fragment');
      }
      return right();
    },
  }),
  client('fragments-of-500', ['OPENHOST-3.3-54'], {
    reassemble: (_right, fragments) => reassemble(fragments, 'deployed'),
  }),
];

const offers = [
  client('offer-ttl-300', ['OPENHOST-3.3-46'], {
    offerRecords: (all) => all.map((one) => ({ ...one, ttl: 300 })),
  }),
  client('a-further-record', ['OPENHOST-3.3-1'], {
    offerRecords: (all) => [...all, { label: '_openhost', ttl: 30, value: 'x' }],
  }),
  client('offer-under-another-name', ['OPENHOST-3.3-1', 'OPENHOST-3.3-2', 'OPENHOST-3-3'], {
    offerRecords: (all) => all.map((one) => ({ ...one, label: `${one.label.slice(0, -1)}-` })),
  }),
  client('offer-uncompressed', ['OPENHOST-3.3-6'], {
    plaintext: (wrapped) => concat(Uint8Array.of(1), unwrap(wrapped)),
  }),
  client('offer-of-another-key', ['OPENHOST-3.3-13', 'OPENHOST-3.3-12'], {
    offerBody: (body) => body.with(30, (body[30] ?? 0) ^ 1),
  }),
  client('offer-version-2', ['OPENHOST-3.3-12', 'OPENHOST-3.3-13'], {
    offerBody: (body) => body.with(20, 0x32),
  }),
  client('reserved-offer-flags', ['OPENHOST-3.3-14'], {
    offerBody: (body) => body.with(56, (body[56] ?? 0) | 0x10),
  }),
  client('ipv6-candidates', ['OPENHOST-3.3-20', 'OPENHOST-3.3-17'], {
    offerBlob: (made) => ({
      ...made,
      candidates: [...made.candidates, { typ: 'host', addr: new Uint8Array(16).fill(1), port: 9 }],
    }),
  }),
  client('offer-blob-version-2', ['OPENHOST-3.3-18'], { offerBody: (body) => body.with(55, 2) }),
  client('offers-another-certificate', ['OPENHOST-3.3-24'], {
    offerBlob: (made) => ({ ...made, clientDtlsFp: made.clientDtlsFp.map((byte) => byte ^ 1) }),
  }),
  client('hashes-another-sdp', ['OPENHOST-3.3-28'], { offerHash: () => false }),
  {
    name: 'browser-binds-by-the-exporter',
    breaks: ['OPENHOST-3.3-21'],
    browser: true as const,
    bindingMode: 'exporter' as const,
  },
  client('asserts-actpass', ['OPENHOST-3.1-2'], { offerBlob: (made) => ({ ...made, setup: 'actpass' }) }),
];

const channels = [
  client('any-host', ['OPENHOST-3-6', 'OPENHOST-3-11', 'OPENHOST-3-9'], { proven: () => true }),
  client('signs-something-else', ['OPENHOST-3-10'], {
    signature: (right) => right.with(0, (right[0] ?? 0) ^ 1),
  }),
  client('any-host-length', ['OPENHOST-4-17'], { proven: () => true }),
  client('any-nonce', ['OPENHOST-4-17', 'OPENHOST-3-6'], {
    nonce: (payload) => concat(payload, new Uint8Array(32)).subarray(0, 32),
  }),
  client('a-message-is-a-frame', ['OPENHOST-4-13'], {
    message: (bytes) => frame.encode(frame.decode(bytes)),
  }),
  client('no-legacy-frames', ['OPENHOST-4-2'], {
    message: (bytes) => (bytes[0] === 0 ? bytes : nothing),
  }),
  client('emits-legacy-frames', ['OPENHOST-4-1', 'OPENHOST-4-8'], { encode: (frame) => encodeLegacy(frame) }),
  client(
    'no-pong',
    ['OPENHOST-4-18'],
    sent(T.PONG, () => []),
  ),
  client(
    'no-error',
    ['OPENHOST-4-3', 'OPENHOST-5-1'],
    sent(T.ERROR, () => []),
  ),
  client('raw-diagnostic', ['OPENHOST-5-2'], { diagnostic: (_shown, text) => text }),
  client('asks-before-it-proves', ['OPENHOST-3-8', 'OPENHOST-4-6'], {
    ...sent(T.AUTH_CLIENT, (frame) => [{ type: T.PING, requestId: 0, payload: nothing }, frame]),
  }),
  client(
    'proof-with-id',
    ['OPENHOST-4-6'],
    sent(T.AUTH_CLIENT, (frame) => [{ ...frame, requestId: 5 }]),
  ),
  client(
    'never-ends-a-request',
    ['OPENHOST-4-15'],
    sent(T.REQUEST_END, () => []),
  ),
  client(
    'head-without-blank-line',
    ['OPENHOST-4-14'],
    sent(T.REQUEST_HEAD, (frame) => [{ ...frame, payload: frame.payload.subarray(0, -2) }]),
  ),
  client('head-of-http-3', ['OPENHOST-4-14'], {
    ...sent(T.REQUEST_HEAD, (frame) => [
      { ...frame, payload: Buffer.from(Buffer.from(frame.payload).toString().replace('HTTP/1.1', 'HTTP/3')) },
    ]),
  }),
];

/** Every deliberately wrong openhost client. */
export const clientMutants: readonly ClientMutant[] = [
  ...urls,
  ...records,
  ...answers,
  ...offers,
  ...channels,
];
