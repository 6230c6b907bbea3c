import { base64url } from '../../reference/bytes/base64url.js';
import { DecodeError } from '../../reference/bytes/error.js';
import type { Answer } from '../../reference/openhost/answer.js';
import type { Dialect } from '../../reference/openhost/dialect.js';
import { type Fragment, fragment } from '../../reference/openhost/fragment.js';
import { Unreachable } from '../case.js';
import type { Case } from '../model.js';
import { expectAnswered, readable } from './answered.js';
import { daemonCase } from './daemon_case.js';
import type { Answered, DaemonContext, OpenhostPort } from './port.js';
import { BOTH_WAIT } from './whys.js';

const UNREAD = 'Clients do not find or cannot read the answer, and every connection times out.';
/** The answer as the daemon published it, whether or not it decodes. */
async function answered({ openhost, expect }: DaemonContext): Promise<Answered> {
  const offered = await openhost.offer();
  expectAnswered({ expect }, offered, 'the daemon answers a valid offer');
  return offered;
}

async function readAnswer(context: DaemonContext): Promise<Answered & { readonly answer: Answer }> {
  const seen = await answered(context);
  return { ...seen, answer: readable(context, seen) };
}

/**
 * The answer to another client, or what the packet has in its place. If the packet has none of our answers, the daemon may be
 * gone or slow, so the case is not judged.
 */
async function answerBeside(openhost: OpenhostPort, made: readonly Answered[]): Promise<Answered | string> {
  try {
    const offered = await openhost.offer();
    return offered === 'silent' ? 'no answer' : offered;
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    const { records, dnsLength } = await openhost.published();
    const left = made.findIndex(({ prefix }) => records.some(({ label }) => label.startsWith(prefix)));
    if (left === -1) throw error;
    return `no answer, and answer ${left + 1} still in the packet of ${dnsLength} bytes`;
  }
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

const fragmentLimit = (limit: number, why: string, dialect: Dialect): Case =>
  daemonCase({
    id: `openhost/3.3/fragment-${limit}`,
    title: `no fragment of an answer has more than ${limit} bytes of payload`,
    why,
    requires: ['OPENHOST-3.3-36'],
    dialect: { subject: 'openhost/fragment', name: dialect, norm: dialect === 'spec' },
    expects: 'service',
    async run(context) {
      const { envelopes } = await answered(context);
      const payloads = envelopes.map(({ length }) => length - FRAGMENT_HEADER);
      context.expect.each('length of each payload', payloads, (length) => length <= limit, {
        expected: `at most ${limit} bytes`,
        observed: (length) => `${length} bytes`,
      });
    },
  });

export const answers: readonly Case[] = [
  daemonCase({
    id: 'openhost/3.3/answer-label',
    title: 'an answer is named by the hash of the client and a decimal index',
    why: UNREAD,
    requires: ['OPENHOST-3.3-31', 'OPENHOST-3.3-30'],
    expects: 'service',
    async run(context) {
      const { labels, prefix } = await answered(context);
      context.expect.that('prefix of the names', /^_answer-[a-z0-9]{26}-$/.test(prefix), {
        expected: '_answer-, 26 characters of hash and -',
        observed: prefix,
      });
      context.expect.equal(
        'suffixes of the names',
        [...labels].sort(),
        labels.map((_, i) => String(i)).sort(),
      );
    },
  }),
  daemonCase({
    id: 'openhost/3.3/answer-ttl',
    title: 'the records of an answer have a TTL of 30 s',
    why: 'Caches return an answer to an earlier offer, and the next connection of the client fails.',
    requires: ['OPENHOST-3.3-46'],
    level: 'should',
    expects: 'service',
    async run(context) {
      const { ttls } = await answered(context);
      context.expect.each('TTL of each record', ttls, (ttl) => ttl === 30, {
        expected: 30,
        observed: (ttl) => ttl,
      });
    },
  }),
  fragmentLimit(180, 'Clients that follow the text reject longer fragments, and cannot connect.', 'spec'),
  fragmentLimit(500, 'Deployed clients reject longer fragments, and cannot connect.', 'deployed'),
  daemonCase({
    id: 'openhost/3.3/fragment-envelope',
    title: 'each fragment decodes, and its total and index match the published records',
    why: UNREAD,
    requires: ['OPENHOST-3.3-32', 'OPENHOST-3.3-34', 'OPENHOST-3.3-37'],
    expects: 'service',
    async run(context) {
      const { envelopes, labels } = await answered(context);
      const read = envelopes.map(readFragment);
      const whole = read.flatMap((one) => ('refused' in one ? [] : [one]));
      context.expect.each('each fragment decodes', read, (one) => !('refused' in one), {
        expected: 'a valid fragment',
        observed: (one) => ('refused' in one ? one.refused : 'a valid fragment'),
      });
      context.expect.equal(
        'indices of the fragments',
        whole.map(({ chunkIdx }) => String(chunkIdx)),
        labels,
      );
      context.expect.each('total in each fragment', whole, ({ chunkTotal }) => chunkTotal === labels.length, {
        expected: labels.length,
        observed: ({ chunkTotal }) => chunkTotal,
      });
    },
  }),
  daemonCase({
    id: 'openhost/3.3/answer-body',
    title: 'the answer is a compressed body of version 2',
    why: 'An uncompressed or older answer does not fit into the packet beside the record.',
    requires: ['OPENHOST-3.3-39', 'OPENHOST-3.3-38', 'OPENHOST-3.3-6'],
    expects: 'service',
    async run(context) {
      const { answer, compression } = await readAnswer(context);
      context.expect.equal('compression tag', compression, 2);
      context.expect.equal('version', answer.version, 2);
    },
  }),
  daemonCase({
    id: 'openhost/3.3/answer-key',
    title: 'daemon_pk in the answer is the key of the daemon',
    why: 'Clients reject an answer that another host could have made, and cannot connect.',
    requires: ['OPENHOST-3.3-38'],
    expects: 'service',
    async run(context) {
      const { answer } = await readAnswer(context);
      const [inside, key] = [answer.daemonPk, context.openhost.key].map((bytes) => base64url.encode(bytes));
      context.expect.equal('daemon_pk', inside ?? null, key ?? null);
    },
  }),
  daemonCase({
    id: 'openhost/3.3/answer-hash',
    title: 'offer_sdp_hash in the answer is the hash of the offer',
    why: 'Clients cannot tell the answer to this offer from the answer to an earlier one.',
    requires: ['OPENHOST-3.3-43'],
    expects: 'service',
    async run(context) {
      const { answer, offerHash } = await readAnswer(context);
      context.expect.equal(
        'offer_sdp_hash',
        base64url.encode(answer.offerSdpHash),
        base64url.encode(offerHash),
      );
    },
  }),
  daemonCase({
    id: 'openhost/3.1/passive',
    title: 'the daemon answers with setup:passive',
    why: BOTH_WAIT,
    requires: ['OPENHOST-3.1-1'],
    expects: 'service',
    async run(context) {
      const { answer } = await readAnswer(context);
      const setup = answer.version === 2 ? answer.blob.setup : /a=setup:(\w+)/.exec(answer.sdp)?.[1];
      context.expect.equal('setup', setup ?? null, 'passive');
    },
  }),
  daemonCase({
    id: 'openhost/3.3/answer-candidates',
    title: 'the answer has 1 to 8 candidates, all of them IPv4',
    why: 'A client has no address to connect to, or rejects the answer.',
    requires: ['OPENHOST-3.3-42', 'OPENHOST-3.3-20', 'OPENHOST-3.3-41'],
    expects: 'service',
    async run(context) {
      const { answer } = await readAnswer(context);
      context.expect.equal('version', answer.version, 2);
      const candidates = answer.version === 2 ? answer.blob.candidates : [];
      context.expect.that('number of candidates', candidates.length >= 1 && candidates.length <= 8, {
        expected: '1 to 8',
        observed: candidates.length,
      });
      context.expect.each('address of each candidate', candidates, ({ addr }) => addr.length === 4, {
        expected: '4 bytes (IPv4)',
        observed: ({ addr }) => `${addr.length} bytes`,
      });
    },
  }),
  daemonCase({
    id: 'openhost/3.3/eviction',
    title: 'when answers exceed 1000 bytes the daemon drops whole answers, oldest first',
    why: 'Under load clients get parts of an answer and time out, or the whole packet is rejected.',
    requires: ['OPENHOST-3.3-55', 'OPENHOST-2-10'],
    expects: 'service',
    async run(context) {
      const made: Answered[] = [];
      for (let i = 0; i < 4; i++) made.push(await readAnswer(context));
      const { published } = made.at(-1) as Answered;
      context.expect.that('length of the DNS message', published.dnsLength <= 1000, {
        expected: 'at most 1000 bytes',
        observed: `${published.dnsLength} bytes`,
      });
      // With a daemon that somebody else runs, one client makes all offers, so its names are used again: compare values.
      const left = made.map(({ prefix, envelopes }) => {
        const values = envelopes.map((envelope) => base64url.encode(envelope));
        const there = published.records.filter(
          ({ label, value }) => label.startsWith(prefix) && values.includes(value),
        );
        return there.length / envelopes.length;
      });
      context.expect.each('each answer is complete or removed', left, (share) => share === 0 || share === 1, {
        expected: 'all of its fragments or none',
        observed: (share) => `${Math.round(share * 100)} % of its fragments`,
      });
      context.expect.equal('share of the newest answer in the packet', left.at(-1) ?? null, 1);
      context.expect.equal('share of the oldest answer in the packet', left[0] ?? null, 0);
      context.expect.equal('shares of the answers, oldest first', left, [...left].sort());
    },
  }),
  daemonCase({
    id: 'openhost/3.3/newest-answer',
    title: 'each of four clients gets its answer, although the answers to earlier clients fill the packet',
    why: 'The first client that connects shuts out all others.',
    requires: ['OPENHOST-3.3-55'],
    expects: 'service',
    async run(context) {
      const openhost = await context.openhost.variant({ aside: 'eviction' });
      const made: Answered[] = [];
      while (made.length < 4) {
        const next = await answerBeside(openhost, made);
        context.expect.that(`answer ${made.length + 1} is in the packet`, typeof next === 'object', {
          expected: 'an answer, and older answers removed where there is no room',
          observed: typeof next === 'object' ? 'an answer' : next,
        });
        made.push(next as Answered);
      }
    },
  }),
];
