import { hex } from '../../reference/bytes/hex.js';
import type { Context } from '../model.js';
import { expectAnswer } from './answered.js';
import { daemonCase } from './daemon_case.js';
import type { HostFields, Published } from './port.js';
import { LOCKED_OUT } from './whys.js';

/** The fields of the host record. Cases use it when they check one field and need the record to be valid. */
export function hostOf({ expect }: Context, { host }: Published): HostFields {
  expect.that('the _openhost record decodes and its signature verifies', !('refused' in host), {
    expected: 'a valid record',
    observed: 'refused' in host ? host.refused : 'a valid record',
  });
  return host as HostFields;
}

export const record = [
  daemonCase({
    id: 'openhost/2/published',
    title: 'the daemon publishes a packet on its relay',
    why: 'Nobody can find the host, and the daemon looks healthy to its operator.',
    requires: ['OPENHOST-2-23'],
    expects: 'service',
    async run({ openhost, expect }) {
      expect.equal(
        'content of the relay under the key of the daemon',
        await openhost.publishes(),
        'a packet',
      );
      const { dnsLength } = await openhost.published();
      expect.that('the DNS message is longer than its header', dnsLength > 12, {
        expected: 'more than 12 bytes',
        observed: `${dnsLength} bytes`,
      });
    },
  }),
  daemonCase({
    id: 'openhost/2/one-record',
    title: 'the packet contains exactly one _openhost record',
    why: 'Clients disagree on which record counts, and some of them connect to an old certificate.',
    requires: ['OPENHOST-2-1'],
    expects: 'service',
    async run({ openhost, expect }) {
      const { records } = await openhost.published();
      expect.equal(
        'number of _openhost records',
        records.filter(({ label }) => label === '_openhost').length,
        1,
      );
    },
  }),
  daemonCase({
    id: 'openhost/2/only-known-records',
    title: 'the packet contains no records other than _openhost and answers',
    why: 'Foreign records use up the 1000 bytes, so that answers to clients are dropped.',
    requires: ['OPENHOST-2-1', 'OPENHOST-3.3-30'],
    expects: 'service',
    async run({ openhost, expect }) {
      const { records } = await openhost.published();
      const known = /^(?:_openhost|_answer-[a-z0-9]{26}-(?:0|[1-9][0-9]*))$/;
      expect.each(
        'each record name is _openhost or the name of an answer',
        records,
        ({ label }) => known.test(label),
        {
          expected: '_openhost, or _answer-, 26 characters of hash and an index',
          observed: ({ label }) => label,
        },
      );
    },
  }),
  daemonCase({
    id: 'openhost/2/inner-signature',
    title: 'the host record follows its layout and has a valid signature of the host',
    why: 'Every client rejects the record, and the host is unreachable.',
    requires: ['OPENHOST-2-2', 'OPENHOST-2-3'],
    expects: 'service',
    async run(context) {
      hostOf(context, await context.openhost.published());
    },
  }),
  daemonCase({
    id: 'openhost/2/outer-signature',
    title: 'the packet has a valid BEP44 signature of the host key',
    why: 'Relays and the DHT reject the packet, and the host is unreachable.',
    requires: ['OPENHOST-2-14'],
    expects: 'service',
    async run({ openhost, expect }) {
      expect.equal('the BEP44 signature verifies', (await openhost.published()).outerSignature, true);
    },
  }),
  daemonCase({
    id: 'openhost/2/ttl',
    title: 'the _openhost record has a TTL of 300 s',
    why: 'Caches keep a record after its certificate was rotated, and clients fail until it expires.',
    requires: ['OPENHOST-2-4'],
    expects: 'service',
    async run({ openhost, expect }) {
      const { records } = await openhost.published();
      expect.equal('TTL', records.find(({ label }) => label === '_openhost')?.ttl ?? null, 300);
    },
  }),
  daemonCase({
    id: 'openhost/2/fresh',
    title: 'ts is within two hours of the current time',
    why: 'Clients reject a record whose ts is more than two hours off, and the host is unreachable.',
    requires: ['OPENHOST-2-3', 'OPENHOST-2-15', 'OPENHOST-2-26'],
    expects: 'service',
    async run(context) {
      const published = await context.openhost.published();
      const { ts } = hostOf(context, published);
      context.expect.that('ts is within two hours of our clock', Math.abs(ts - published.seenAt) <= 7200, {
        expected: 'a difference of at most 7200 s',
        observed: `${ts - published.seenAt} s`,
      });
    },
  }),
  daemonCase({
    id: 'openhost/2/seq-seconds',
    title: 'seq of the packet equals ts of the record, in seconds',
    why: 'A client that compares seq with ts rejects the packet.',
    requires: ['OPENHOST-2-15'],
    dialect: { subject: 'openhost/packet', name: 'spec', norm: true },
    expects: 'service',
    async run(context) {
      const published = await context.openhost.published();
      context.expect.equal('seq', String(published.seq), String(hostOf(context, published).ts));
    },
  }),
  daemonCase({
    id: 'openhost/2/seq-microseconds',
    title: 'seq of the packet equals ts of the record, in microseconds',
    why: 'Deployed relays and clients order packets by microseconds, so a smaller seq is never accepted.',
    requires: ['OPENHOST-2-15'],
    dialect: { subject: 'openhost/packet', name: 'deployed', norm: false },
    expects: 'service',
    async run(context) {
      const published = await context.openhost.published();
      const drift = Number(published.seq / 1_000_000n) - hostOf(context, published).ts;
      context.expect.that('seq and ts agree within a second', Math.abs(drift) <= 1, {
        expected: 'a difference of at most 1 s',
        observed: `${drift} s`,
      });
    },
  }),
  daemonCase({
    id: 'openhost/2/fits',
    title: 'the DNS message is at most 1000 bytes long',
    why: 'The DHT rejects a packet of more than 1000 bytes, and the host disappears under load.',
    requires: ['OPENHOST-2-10'],
    expects: 'service',
    async run({ openhost, expect }) {
      const { dnsLength } = await openhost.published();
      expect.that('the DNS message fits into BEP44', dnsLength <= 1000, {
        expected: 'at most 1000 bytes',
        observed: `${dnsLength} bytes`,
      });
    },
  }),
  daemonCase({
    id: 'openhost/2/roles-and-disc',
    title: 'roles has 1 to 255 bytes and disc at most 256',
    why: 'Clients with fixed buffers reject the record, or do not know what the host offers.',
    requires: ['OPENHOST-2-3'],
    level: 'should',
    expects: 'service',
    async run(context) {
      const { roles, disc } = hostOf(context, await context.openhost.published());
      context.expect.that('length of roles', roles.length > 0 && roles.length < 256, {
        expected: '1 to 255 bytes',
        observed: `${roles.length} bytes`,
      });
      context.expect.that('length of disc', disc.length <= 256, {
        expected: 'at most 256 bytes',
        observed: `${disc.length} bytes`,
      });
    },
  }),
  daemonCase({
    id: 'openhost/2/republish-later',
    title: 'a later packet has a larger seq and ts, and the same salt',
    why: 'Relays ignore a packet whose seq does not grow, and a changed salt breaks every client that looks for its answer.',
    requires: ['OPENHOST-2-15', 'OPENHOST-2-20'],
    expects: 'service',
    async run(context) {
      const before = await context.openhost.published();
      const after = await context.openhost.renewed();
      context.expect.that('the daemon publishes a packet with a larger seq', after !== 'silent', {
        expected: `a seq above ${before.seq} within ${context.openhost.patience} ms`,
        observed: after === 'silent' ? `only the packet with seq ${before.seq}` : `seq ${after.seq}`,
      });
      if (after === 'silent') return;
      const [old, fresh] = [hostOf(context, before), hostOf(context, after)];
      context.expect.that('ts grows', fresh.ts > old.ts, {
        expected: `ts above ${old.ts}`,
        observed: fresh.ts,
      });
      context.expect.equal('salt of the later packet', hex.encode(fresh.salt), hex.encode(old.salt));
    },
  }),
  daemonCase({
    id: 'openhost/2/turn-trailer',
    title: 'a daemon with a TURN relay publishes a version 3 record with turn_port',
    why: 'Clients behind strict NATs do not learn of the TURN relay and cannot connect.',
    requires: ['OPENHOST-2-5'],
    expects: 'service',
    async run(context) {
      const ip = Uint8Array.of(198, 51, 100, 7);
      const other = await context.openhost.variant({ turn: { ip, port: 3478 } });
      const host = hostOf(context, await other.published());
      context.expect.equal('version', host.version, 3);
      context.expect.equal('turn_port', host.turnPort ?? null, 3478);
    },
  }),
  daemonCase({
    id: 'openhost/2/long-value',
    title: 'a value of more than 255 bytes is split into several TXT strings',
    why: 'DNS libraries reject or truncate a TXT string of more than 255 bytes, and the record is lost.',
    requires: ['OPENHOST-2-8'],
    expects: 'service',
    async run(context) {
      const { openhost, expect } = context;
      const isLong = ({ records }: Published) => records.some(({ value }) => value.length > 255);
      const offered = await openhost.offer();
      expectAnswer(context, offered);
      // A fragment of 180 bytes fits into one string, and so does a record with an empty disc.
      const disc = 'x'.repeat(100);
      const published = isLong(offered.published)
        ? offered.published
        : await (await openhost.variant({ disc })).published();
      hostOf(context, published);
      expect.that('a value is longer than one TXT string', isLong(published), {
        expected: 'a value of more than 255 bytes',
        observed: published.records.map(({ value }) => value.length),
      });
    },
  }),
  daemonCase({
    id: 'openhost/2/restart',
    title: 'a restarted daemon publishes a newer packet with a new certificate and the same salt',
    why: LOCKED_OUT,
    requires: ['OPENHOST-2-12', 'OPENHOST-2-23', 'OPENHOST-2-24'],
    phase: 'last',
    expects: 'service',
    async run(context) {
      const { before, after, rejected } = await context.openhost.restarted();
      // Relays keep the packet with the largest seq (BEP44). A daemon that stated a time ahead of the clock is locked
      // out after a restart, until the clock passes that time.
      context.expect.that('a relay accepts the first packet after the restart', after !== 'silent', {
        expected: `a packet with a seq above ${before.seq}`,
        observed:
          rejected === undefined
            ? 'no newer packet'
            : `seq ${rejected}, which the relay rejects as older than the packet that it has`,
      });
      const [old, fresh] = [hostOf(context, before), hostOf(context, after as Published)];
      context.expect.equal('salt after the restart', hex.encode(fresh.salt), hex.encode(old.salt));
      const rotated = hex.encode(old.dtlsFp) !== hex.encode(fresh.dtlsFp);
      context.expect.that('the certificate is rotated', rotated, {
        expected: `a fingerprint other than ${hex.encode(old.dtlsFp)}`,
        observed: hex.encode(fresh.dtlsFp),
      });
    },
  }),
];
