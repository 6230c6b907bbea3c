import { base64url } from '../../reference/bytes/base64url.js';
import type { Dialect } from '../../reference/openhost/dialect.js';
import { fragment } from '../../reference/openhost/fragment.js';
import { defineCase } from '../case.js';
import type { Case } from '../model.js';
import type { Given, Offered } from './port.js';

const ports = ['openhost'] as const;
type Answered = Extract<Offered, { answered: true }>;

async function answered({ openhost, expect }: Given): Promise<Answered> {
  const offered = await openhost.offer();
  expect.that('a right offer is answered', offered.answered);
  return offered as Answered;
}

const fragmentLimit = (limit: number, dialect: Dialect): Case =>
  defineCase({
    id: `openhost/3.3/fragment-${limit}`,
    title: `a fragment holds at most ${limit} bytes`,
    requires: ['OPENHOST-3.3-36'],
    dialect: { subject: 'openhost/fragment', name: dialect, norm: dialect === 'spec' },
    ports,
    async run(context) {
      const { envelopes } = await answered(context);
      const longest = Math.max(...envelopes.map(({ length }) => length - 5));
      context.expect.that('the longest payload', longest <= limit, { observed: longest, expected: limit });
    },
  });

export const answers: readonly Case[] = [
  defineCase({
    id: 'openhost/3.3/answer-label',
    title: 'an answer stands under the hash of the client, indices in plain decimal',
    requires: ['OPENHOST-3.3-31', 'OPENHOST-3.3-30'],
    ports,
    async run(context) {
      const { labels, prefix } = await answered(context);
      context.expect.that('26 characters of hash', /^_answer-[a-z0-9]{26}-$/.test(prefix));
      context.expect.equal('suffixes', [...labels].sort(), labels.map((_, i) => String(i)).sort());
    },
  }),
  defineCase({
    id: 'openhost/3.3/answer-ttl',
    title: 'the TTL of answers is 30',
    requires: ['OPENHOST-3.3-46'],
    level: 'should',
    ports,
    async run(context) {
      const { ttls } = await answered(context);
      context.expect.equal(
        'TTLs',
        ttls,
        ttls.map(() => 30),
      );
    },
  }),
  fragmentLimit(180, 'spec'),
  fragmentLimit(500, 'deployed'),
  defineCase({
    id: 'openhost/3.3/fragment-envelope',
    title: 'fragments are well-formed, agree on their number, and carry their suffix',
    requires: ['OPENHOST-3.3-32', 'OPENHOST-3.3-34', 'OPENHOST-3.3-37'],
    ports,
    async run(context) {
      const { envelopes, labels } = await answered(context);
      const read = envelopes.map((envelope) => fragment.decode(envelope, 'deployed'));
      context.expect.equal(
        'indices',
        read.map(({ chunkIdx }) => String(chunkIdx)),
        labels,
      );
      context.expect.equal(
        'totals',
        read.map(({ chunkTotal }) => chunkTotal),
        read.map(() => labels.length),
      );
    },
  }),
  defineCase({
    id: 'openhost/3.3/answer-body',
    title: 'the answer is a compressed version 2 body',
    requires: ['OPENHOST-3.3-39', 'OPENHOST-3.3-38', 'OPENHOST-3.3-6'],
    ports,
    async run(context) {
      const { answer, compression } = await answered(context);
      context.expect.equal('compression tag', compression, 2);
      context.expect.equal('version', answer.version, 2);
    },
  }),
  defineCase({
    id: 'openhost/3.3/answer-key',
    title: 'the answer names the key of the daemon',
    requires: ['OPENHOST-3.3-38'],
    ports,
    async run(context) {
      const { answer } = await answered(context);
      const [inside, key] = [answer.daemonPk, context.openhost.key].map((bytes) => base64url.encode(bytes));
      context.expect.equal('daemon_pk', inside ?? null, key ?? null);
    },
  }),
  defineCase({
    id: 'openhost/3.3/answer-hash',
    title: 'the answer names the offer that it answers',
    requires: ['OPENHOST-3.3-43'],
    ports,
    async run(context) {
      const { answer, offerHash } = await answered(context);
      context.expect.equal(
        'offer_sdp_hash',
        base64url.encode(answer.offerSdpHash),
        base64url.encode(offerHash),
      );
    },
  }),
  defineCase({
    id: 'openhost/3.1/passive',
    title: 'the daemon is passive',
    requires: ['OPENHOST-3.1-1'],
    ports,
    async run(context) {
      const { answer } = await answered(context);
      const setup = answer.version === 2 ? answer.blob.setup : /a=setup:(\w+)/.exec(answer.sdp)?.[1];
      context.expect.equal('setup', setup ?? null, 'passive');
    },
  }),
  defineCase({
    id: 'openhost/3.3/answer-candidates',
    title: 'the answer has one to eight IPv4 candidates and bounded ICE strings',
    requires: ['OPENHOST-3.3-42', 'OPENHOST-3.3-20', 'OPENHOST-3.3-41'],
    ports,
    async run(context) {
      const { answer } = await answered(context);
      if (answer.version !== 2) return;
      const { candidates } = answer.blob;
      context.expect.that('one to eight', candidates.length >= 1 && candidates.length <= 8, {
        observed: candidates.length,
      });
      context.expect.that(
        'all of family 4',
        candidates.every(({ addr }) => addr.length === 4),
      );
    },
  }),
  defineCase({
    id: 'openhost/3.3/eviction',
    title: 'of many answers whole ones are dropped, the oldest first, and the packet fits',
    requires: ['OPENHOST-3.3-55', 'OPENHOST-2-10'],
    ports,
    async run(context) {
      const made: Answered[] = [];
      for (let i = 0; i < 4; i++) made.push(await answered(context));
      const { published } = made.at(-1) as Answered;
      context.expect.that('the packet fits', published.dnsLength <= 1000, { observed: published.dnsLength });
      const left = made.map(
        ({ prefix, envelopes }) =>
          published.records.filter(({ label }) => label.startsWith(prefix)).length / envelopes.length,
      );
      context.expect.that(
        'answers are whole or gone',
        left.every((share) => share === 0 || share === 1),
        {
          observed: left,
        },
      );
      context.expect.equal('the newest is there', left.at(-1) ?? null, 1);
      context.expect.equal('the oldest is gone', left[0] ?? null, 0);
      context.expect.equal('older ones go first', left, [...left].sort());
    },
  }),
];
