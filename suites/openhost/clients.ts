import { FRAME_TYPES as T } from '../../reference/openhost/frame.js';
import { defineCase, Unclaimed } from '../case.js';
import type { Case, Context } from '../model.js';
import type { Lie, MetOffer, OpenhostClientPort } from './port.js';

const ports = ['openhostClient'] as const;
type Given = Context & { openhostClient: OpenhostClientPort };

/** The client has to get nothing from this daemon, and what it wants from a right one. */
const aborts = (section: string, lie: Lie, title: string, requires: readonly string[]): Case =>
  defineCase({
    id: `openhost/${section}/client-${lie}`,
    title,
    requires,
    ports,
    async run({ openhostClient, expect }) {
      const { served, shown } = await openhostClient.meet(lie);
      expect.that('nothing of the service is given to the application', !served, {
        observed: shown.slice(0, 200),
      });
      expect.that('a right daemon is served from', (await openhostClient.meet()).served);
    },
  });

const takes = (section: string, lie: Lie, title: string, requires: readonly string[]): Case =>
  defineCase({
    id: `openhost/${section}/client-${lie}`,
    title,
    requires,
    ports,
    async run({ openhostClient, expect }) {
      const { served, shown } = await openhostClient.meet(lie);
      expect.that('the answer of the service arrives', served, { observed: shown.slice(0, 200) });
    },
  });

/** The client has to say that it cannot go on. */
const errs = (lie: Lie, title: string, requires: readonly string[]): Case =>
  defineCase({
    id: `openhost/4/client-${lie}`,
    title,
    requires,
    ports,
    async run({ openhostClient, expect }) {
      const { served, frames } = await openhostClient.meet(lie);
      expect.that('nothing is served', !served);
      expect.that(
        'ERROR is sent',
        frames.some(({ type }) => type === T.ERROR),
        { observed: frames.map(({ type }) => type) },
      );
    },
  });

async function offerOf({ openhostClient, expect }: Given): Promise<MetOffer> {
  const { offer } = await openhostClient.meet();
  expect.that('the client publishes an offer', offer !== undefined);
  return offer as MetOffer;
}

const url = (slug: string, text: string, requires: readonly string[]): Case =>
  defineCase({
    id: `openhost/1/client-url-${slug}`,
    title: `${text} is no URL of a host`,
    requires,
    ports,
    async run({ openhostClient, expect }) {
      expect.that('it is refused', (await openhostClient.open(text)).refused);
    },
  });

const key = 'o4dksfbqk85ogzdb5osziw6befigbuxmuxkuxq8434q89uj56uyy';

export const clientCases: readonly Case[] = [
  url('short', `oh://${key.slice(1)}/`, ['OPENHOST-1-2', 'OPENHOST-1-4']),
  url('alphabet', `oh://l${key.slice(1)}/`, ['OPENHOST-1-2']),
  url('query', `oh://${key}/?a=1`, ['OPENHOST-1-9']),
  defineCase({
    id: 'openhost/3/client-served',
    title: 'a client that writes its offer and reads its answer as the text says is served',
    requires: [
      'OPENHOST-3-10',
      'OPENHOST-3.3-16',
      'OPENHOST-3.3-18',
      'OPENHOST-3.3-24',
      'OPENHOST-3.3-28',
      'OPENHOST-3.3-31',
      'OPENHOST-3.3-32',
      'OPENHOST-3.3-37',
      'OPENHOST-3.3-38',
      'OPENHOST-3.3-44',
      'OPENHOST-4-10',
    ],
    ports,
    async run({ openhostClient, expect }) {
      const { served, shown } = await openhostClient.meet();
      expect.that('the answer of the service arrives', served, { observed: shown.slice(0, 200) });
    },
  }),
  aborts('2', 'stale-record', 'a record of long ago is refused', ['OPENHOST-2-11', 'OPENHOST-3-2']),
  aborts('2', 'future-record', 'a record of the future is refused', ['OPENHOST-2-11', 'OPENHOST-3-2']),
  aborts('2', 'inner-signature', 'a record that the host did not sign is refused', [
    'OPENHOST-2-9',
    'OPENHOST-2-2',
  ]),
  aborts('2', 'forged-packet', 'a packet that the host did not sign is refused', [
    'OPENHOST-2-14',
    'OPENHOST-3-2',
  ]),
  aborts('2', 'packet-of-another-key', 'the packet of another host is refused', [
    'OPENHOST-2-14',
    'OPENHOST-3-2',
  ]),
  aborts('2', 'flood-of-a-relay', 'a packet of five MiB is refused, although the host signed it', [
    'OPENHOST-3-2',
  ]),
  takes('2', 'one-lying-relay', 'a relay that lies does not keep the others from being asked', [
    'OPENHOST-2-13',
    'OPENHOST-2-14',
  ]),
  aborts('0', 'record-version', 'a record of version 4 is refused', ['OPENHOST-0-1']),
  aborts('2', 'two-records', 'two records of the host are none', ['OPENHOST-2-1']),
  takes('2', 'turn-record', 'a version 3 record is read', ['OPENHOST-2-7']),
  takes('2', 'long-record', 'a record in two character strings is read', ['OPENHOST-2-8']),
  takes('2', 'only-second-relay', 'the second relay is asked where the first has nothing', ['OPENHOST-2-13']),
  aborts('3.2', 'other-certificate', 'another certificate than the one of the record is refused', [
    'OPENHOST-3.2-1',
    'OPENHOST-3-5',
  ]),
  aborts('3.2', 'stolen-certificate', 'the certificate of the record without its key is refused', [
    'OPENHOST-3.2-1',
    'OPENHOST-3-5',
  ]),
  aborts('3.2', 'other-suite', 'a cipher suite that the client did not offer is refused', [
    'OPENHOST-3.2-1',
    'OPENHOST-3-5',
  ]),
  aborts('3.1', 'setup-active', 'an active daemon is refused', ['OPENHOST-3.1-3']),
  aborts('3.3', 'answer-of-another-host', 'an answer that names another host is refused', [
    'OPENHOST-3.3-45',
  ]),
  aborts('3.3', 'answer-to-another-offer', 'an answer to another offer is not taken', ['OPENHOST-3.3-43']),
  aborts('3.3', 'answer-flags', 'reserved flags in an answer are refused', [
    'OPENHOST-3.3-41',
    'OPENHOST-3.3-42',
  ]),
  aborts('3.3', 'answer-blob-version', 'another version of the answer blob is refused', ['OPENHOST-3.3-42']),
  aborts('3.3', 'answer-tag', 'an unknown compression tag is refused', ['OPENHOST-3.3-3']),
  takes('3.3', 'answer-uncompressed', 'an answer that is not compressed is read', ['OPENHOST-3.3-7']),
  defineCase({
    ...takes('3.3', 'answer-v1', 'an answer of version 1 is read', ['OPENHOST-3.3-40']),
    // In fragments of 180 bytes no packet has room for its SDP beside the record.
    dialect: { subject: 'openhost/fragment', name: 'deployed', norm: false },
    ports,
  }),
  aborts('3.3', 'answer-bomb', 'a body that inflates beyond 65536 bytes is refused', ['OPENHOST-3.3-5']),
  aborts('3.3', 'answer-broken-zlib', 'a damaged stream is refused', ['OPENHOST-3.3-8']),
  aborts('3.3', 'fragment-total', 'fragments that disagree on their number are refused', ['OPENHOST-3.3-48']),
  aborts('3.3', 'fragment-index', 'a fragment under the wrong name is refused', [
    'OPENHOST-3.3-49',
    'OPENHOST-3.3-34',
  ]),
  aborts('3.3', 'fragment-missing', 'a missing fragment is refused', ['OPENHOST-3.3-50']),
  aborts('3.3', 'fragment-duplicate', 'a fragment that comes twice is refused', ['OPENHOST-3.3-51']),
  aborts('3.3', 'fragment-zero-total', 'a total of zero is refused', ['OPENHOST-3.3-52']),
  takes('3.3', 'fragment-zero-late', 'an answer whose first fragment is not there yet is waited for', [
    'OPENHOST-3.3-47',
  ]),
  aborts('3.3', 'fragment-index-over', 'an index beyond the total is refused', ['OPENHOST-3.3-53']),
  defineCase({
    ...aborts('3.3', 'fragment-too-long', 'a fragment of more than 180 bytes is refused', [
      'OPENHOST-3.3-54',
    ]),
    dialect: { subject: 'openhost/fragment', name: 'spec', norm: true },
    ports,
  }),
  aborts('3', 'host-signature', 'a host that cannot sign is left', [
    'OPENHOST-3-6',
    'OPENHOST-3-11',
    'OPENHOST-3-9',
  ]),
  aborts('4', 'host-length', 'an AUTH_HOST of another length is a failure', [
    'OPENHOST-4-17',
    'OPENHOST-3-6',
  ]),
  aborts('4', 'nonce-length', 'an AUTH_NONCE of another length is a failure', [
    'OPENHOST-4-17',
    'OPENHOST-3-6',
  ]),
  takes('4', 'legacy-frames', 'version 1 frames of the daemon are read', ['OPENHOST-4-2']),
  takes('4', 'cut-frames', 'frames that end in the middle of a message are read', ['OPENHOST-4-13']),
  defineCase({
    id: 'openhost/4/client-ping-first',
    title: 'a PING before the response is answered and disturbs nothing',
    requires: ['OPENHOST-4-18'],
    ports,
    async run({ openhostClient, expect }) {
      const { served, frames, shown } = await openhostClient.meet('ping-first');
      expect.that('the answer of the service arrives', served, { observed: shown.slice(0, 200) });
      expect.that(
        'PONG is sent',
        frames.some(({ type, payload }) => type === T.PONG && payload.length === 0),
        { observed: frames.map(({ type }) => type) },
      );
    },
  }),
  defineCase({
    id: 'openhost/4/client-v2-only',
    title: 'everything that the client sends is a version 2 frame',
    requires: ['OPENHOST-4-1', 'OPENHOST-4-8'],
    ports,
    async run({ openhostClient, expect }) {
      const { frames, legacy } = await openhostClient.meet();
      expect.that('it speaks', frames.length > 0);
      expect.equal('frames of before', legacy, 0);
    },
  }),
  errs('reserved-type', 'a reserved type is answered with ERROR, and nothing is served', [
    'OPENHOST-4-3',
    'OPENHOST-5-1',
  ]),
  errs('oversize-frame', 'a length of 4 GiB is answered with ERROR, and nothing is served', [
    'OPENHOST-4-11',
    'OPENHOST-5-1',
  ]),
  defineCase({
    id: 'openhost/5/client-error-frame',
    title: 'an ERROR is a 502 with truncated, inert text',
    requires: ['OPENHOST-5-2'],
    why: 'A daemon could put its markup into the page, or its escapes into the terminal, of every client.',
    ports,
    async run({ openhostClient, expect }) {
      const { served, status, shown } = await openhostClient.meet('error-frame');
      expect.that('nothing is served', !served);
      expect.equal('status', status ?? null, 502);
      expect.that('no control characters', !/[\u0000-\u0008\u000e-\u001f\u007f]/.test(shown));
      expect.that('truncated', shown.length < 4000, { observed: shown.length });
    },
  }),
  defineCase({
    id: 'openhost/3.3/client-offer',
    title: 'the offer is one sealed, compressed version 3 body under the label of the host',
    requires: [
      'OPENHOST-3.3-1',
      'OPENHOST-3.3-2',
      'OPENHOST-3.3-6',
      'OPENHOST-3.3-12',
      'OPENHOST-3.3-13',
      'OPENHOST-3-3',
    ],
    ports,
    async run(context) {
      const { labels, compression, version, signerMatches } = await offerOf(context);
      context.expect.equal('records', labels.length, 1);
      context.expect.that('26 characters of hash', /^_offer-[a-z0-9]{26}$/.test(labels[0] ?? ''));
      context.expect.equal('compression tag', compression, 2);
      context.expect.equal('version', version, 3);
      context.expect.that('the key inside is the signer', signerMatches);
    },
  }),
  defineCase({
    id: 'openhost/3.3/client-offer-ttl',
    title: 'the TTL of the offer is 30',
    requires: ['OPENHOST-3.3-46'],
    ports,
    async run(context) {
      context.expect.equal('TTL', (await offerOf(context)).ttls, [30]);
    },
  }),
  defineCase({
    id: 'openhost/3.3/client-offer-blob',
    title: 'reserved bits are zero and candidates IPv4',
    requires: ['OPENHOST-3.3-14', 'OPENHOST-3.3-20', 'OPENHOST-3.3-17'],
    ports,
    async run(context) {
      const { flags, families } = await offerOf(context);
      context.expect.equal('reserved bits', flags >> 3, 0);
      context.expect.that(
        'family 4',
        families.every((family) => family === 4),
        { observed: families },
      );
    },
  }),
  defineCase({
    id: 'openhost/3.3/client-browser-binding',
    title: 'a browser asks for binding mode CertFp, and is served in it',
    requires: ['OPENHOST-3.3-21'],
    why: 'A page cannot read the exporter of TLS: a daemon that waits for it turns every visitor away.',
    ports,
    async run({ openhostClient, expect }) {
      if (!openhostClient.browser)
        throw new Unclaimed('the client is no browser: --browser says that one is');
      const { offer, served, shown } = await openhostClient.meet();
      expect.equal('version of the offer', offer?.version ?? null, 3);
      expect.equal('binding bit', ((offer?.flags ?? 0) >> 2) & 1, 1);
      expect.that('the answer of the service arrives', served, { observed: shown.slice(0, 200) });
    },
  }),
  defineCase({
    id: 'openhost/3.1/client-active',
    title: 'the client asserts active',
    requires: ['OPENHOST-3.1-2'],
    dialect: { subject: 'openhost/packet', name: 'spec', norm: true },
    ports,
    async run(context) {
      context.expect.equal('setup role', (await offerOf(context)).flags & 3, 0);
    },
  }),
  defineCase({
    id: 'openhost/4/client-request',
    title: 'the client proves itself first, then sends HEAD, bodies and END as HTTP/1.1',
    requires: ['OPENHOST-3-8', 'OPENHOST-4-14', 'OPENHOST-4-15', 'OPENHOST-4-6'],
    ports,
    async run({ openhostClient, expect }) {
      const { frames } = await openhostClient.meet();
      expect.equal('the first frame', frames[0]?.type ?? null, T.AUTH_CLIENT);
      expect.equal('its request_id', frames[0]?.requestId ?? null, 0);
      const request = frames
        .slice(1)
        .map(({ type }) => type)
        .filter((type) => type <= T.REQUEST_END);
      expect.that('HEAD first', request[0] === T.REQUEST_HEAD, { observed: request });
      expect.that('END last', request.at(-1) === T.REQUEST_END, { observed: request });
      const head = new TextDecoder().decode(frames.find(({ type }) => type === T.REQUEST_HEAD)?.payload);
      expect.that('a head of HTTP/1.1', /^[A-Z]+ \/\S* HTTP\/1\.1\r\n(?:[^\r\n]+\r\n)*\r\n$/.test(head), {
        observed: head,
      });
    },
  }),
];
