import { base64url } from '../../reference/bytes/base64url.js';
import { DecodeError } from '../../reference/bytes/error.js';
import type { Answer } from '../../reference/openhost/answer.js';
import type { Dialect } from '../../reference/openhost/dialect.js';
import { type Fragment, fragment } from '../../reference/openhost/fragment.js';
import { defineCase } from '../case.js';
import type { Case } from '../model.js';
import { readable } from './answered.js';
import type { Answered, Given } from './port.js';

const ports = ['openhost'] as const;
/** As it was published, whether it can be read or not. */
async function answered({ openhost, expect }: Given): Promise<Answered> {
  const offered = await openhost.offer();
  expect.that('a right offer is answered', offered !== 'silent');
  return offered as Answered;
}

async function readAnswer(context: Given): Promise<Answered & { readonly answer: Answer }> {
  const seen = await answered(context);
  return { ...seen, answer: readable(context, seen) };
}

function readFragment(envelope: Uint8Array): Fragment | { readonly refused: string } {
  try {
    return fragment.decode(envelope, 'deployed');
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return { refused: error.message };
  }
}

/** Version, index, total and length. */
const FRAGMENT_HEADER = 5;

const fragmentLimit = (limit: number, dialect: Dialect): Case =>
  defineCase({
    id: `openhost/3.3/fragment-${limit}`,
    title: `a fragment holds at most ${limit} bytes`,
    requires: ['OPENHOST-3.3-36'],
    dialect: { subject: 'openhost/fragment', name: dialect, norm: dialect === 'spec' },
    expects: 'service',
    ports,
    async run(context) {
      const { envelopes } = await answered(context);
      const payloads = envelopes.map(({ length }) => length - FRAGMENT_HEADER);
      context.expect.each(
        `each payload has at most ${limit} bytes`,
        payloads,
        (length) => length <= limit,
        (length) => `${length} bytes`,
      );
    },
  });

export const answers: readonly Case[] = [
  defineCase({
    id: 'openhost/3.3/answer-label',
    title: 'an answer stands under the hash of the client, indices in plain decimal',
    requires: ['OPENHOST-3.3-31', 'OPENHOST-3.3-30'],
    expects: 'service',
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
    expects: 'service',
    ports,
    async run(context) {
      const { ttls } = await answered(context);
      context.expect.each(
        'each TTL is 30',
        ttls,
        (ttl) => ttl === 30,
        (ttl) => ttl,
      );
    },
  }),
  fragmentLimit(180, 'spec'),
  fragmentLimit(500, 'deployed'),
  defineCase({
    id: 'openhost/3.3/fragment-envelope',
    title: 'fragments are well-formed, agree on their number, and carry their suffix',
    requires: ['OPENHOST-3.3-32', 'OPENHOST-3.3-34', 'OPENHOST-3.3-37'],
    expects: 'service',
    ports,
    async run(context) {
      const { envelopes, labels } = await answered(context);
      const read = envelopes.map(readFragment);
      const whole = read.flatMap((one) => ('refused' in one ? [] : [one]));
      context.expect.each(
        'each fragment can be read',
        read,
        (one) => !('refused' in one),
        (one) => ('refused' in one ? one.refused : 'read'),
      );
      context.expect.equal(
        'indices',
        whole.map(({ chunkIdx }) => String(chunkIdx)),
        labels,
      );
      context.expect.each(
        'each fragment carries the number of fragments',
        whole,
        ({ chunkTotal }) => chunkTotal === labels.length,
        ({ chunkTotal }) => chunkTotal,
      );
    },
  }),
  defineCase({
    id: 'openhost/3.3/answer-body',
    title: 'the answer is a compressed version 2 body',
    requires: ['OPENHOST-3.3-39', 'OPENHOST-3.3-38', 'OPENHOST-3.3-6'],
    expects: 'service',
    ports,
    async run(context) {
      const { answer, compression } = await readAnswer(context);
      context.expect.equal('compression tag', compression, 2);
      context.expect.equal('version', answer.version, 2);
    },
  }),
  defineCase({
    id: 'openhost/3.3/answer-key',
    title: 'the answer names the key of the daemon',
    requires: ['OPENHOST-3.3-38'],
    expects: 'service',
    ports,
    async run(context) {
      const { answer } = await readAnswer(context);
      const [inside, key] = [answer.daemonPk, context.openhost.key].map((bytes) => base64url.encode(bytes));
      context.expect.equal('daemon_pk', inside ?? null, key ?? null);
    },
  }),
  defineCase({
    id: 'openhost/3.3/answer-hash',
    title: 'the answer names the offer that it answers',
    requires: ['OPENHOST-3.3-43'],
    expects: 'service',
    ports,
    async run(context) {
      const { answer, offerHash } = await readAnswer(context);
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
    expects: 'service',
    ports,
    async run(context) {
      const { answer } = await readAnswer(context);
      const setup = answer.version === 2 ? answer.blob.setup : /a=setup:(\w+)/.exec(answer.sdp)?.[1];
      context.expect.equal('setup', setup ?? null, 'passive');
    },
  }),
  defineCase({
    id: 'openhost/3.3/answer-candidates',
    title: 'the answer has one to eight IPv4 candidates and bounded ICE strings',
    requires: ['OPENHOST-3.3-42', 'OPENHOST-3.3-20', 'OPENHOST-3.3-41'],
    expects: 'service',
    ports,
    async run(context) {
      const { answer } = await readAnswer(context);
      context.expect.equal('version', answer.version, 2);
      const candidates = answer.version === 2 ? answer.blob.candidates : [];
      context.expect.that('one to eight', candidates.length >= 1 && candidates.length <= 8, {
        observed: candidates.length,
      });
      context.expect.each(
        'each candidate is of family 4',
        candidates,
        ({ addr }) => addr.length === 4,
        ({ addr }) => `${addr.length} bytes`,
      );
    },
  }),
  defineCase({
    id: 'openhost/3.3/eviction',
    title: 'of many answers whole ones are dropped, the oldest first, and the packet fits',
    requires: ['OPENHOST-3.3-55', 'OPENHOST-2-10'],
    expects: 'service',
    ports,
    async run(context) {
      const made: Answered[] = [];
      for (let i = 0; i < 4; i++) made.push(await readAnswer(context));
      const { published } = made.at(-1) as Answered;
      context.expect.that('the packet fits', published.dnsLength <= 1000, { observed: published.dnsLength });
      // A client of a daemon that others run comes again: what it was answered since then is another answer.
      const left = made.map(({ prefix, envelopes }) => {
        const values = envelopes.map((envelope) => base64url.encode(envelope));
        const there = published.records.filter(
          ({ label, value }) => label.startsWith(prefix) && values.includes(value),
        );
        return there.length / envelopes.length;
      });
      context.expect.each(
        'each answer is whole or gone',
        left,
        (share) => share === 0 || share === 1,
        (share) => `${share} of its fragments`,
      );
      context.expect.equal('the newest is there', left.at(-1) ?? null, 1);
      context.expect.equal('the oldest is gone', left[0] ?? null, 0);
      context.expect.equal('older ones go first', left, [...left].sort());
    },
  }),
];
