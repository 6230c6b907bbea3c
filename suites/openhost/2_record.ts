import { defineCase } from '../case.js';
import type { Context } from '../model.js';
import type { HostFields, Published } from './port.js';

const ports = ['openhost'] as const;

/** The record, where the case is about something else in it. */
export function hostOf({ expect }: Context, { host }: Published): HostFields {
  expect.that('the _openhost record can be read', !('refused' in host), {
    observed: 'refused' in host ? host.refused : 'read',
  });
  return host as HostFields;
}

export const record = [
  defineCase({
    id: 'openhost/2/published',
    title: 'a relay has a packet of the daemon',
    requires: ['OPENHOST-2-23'],
    expects: 'service',
    ports,
    async run({ openhost, expect }) {
      expect.equal('what a relay has of this key', await openhost.publishes(), 'a packet');
      const { dnsLength } = await openhost.published();
      expect.that('the packet holds something', dnsLength > 12);
    },
  }),
  defineCase({
    id: 'openhost/2/one-record',
    title: 'the packet has exactly one _openhost record',
    requires: ['OPENHOST-2-1'],
    expects: 'service',
    ports,
    async run({ openhost, expect }) {
      const { records } = await openhost.published();
      expect.equal('records of that name', records.filter(({ label }) => label === '_openhost').length, 1);
    },
  }),
  defineCase({
    id: 'openhost/2/only-known-records',
    title: 'beside _openhost the packet has answers and nothing else',
    requires: ['OPENHOST-2-1', 'OPENHOST-3.3-30'],
    expects: 'service',
    ports,
    async run({ openhost, expect }) {
      const { records } = await openhost.published();
      const known = /^(?:_openhost|_answer-[a-z0-9]{26}-(?:0|[1-9][0-9]*))$/;
      expect.each(
        'every name is _openhost or that of an answer',
        records,
        ({ label }) => known.test(label),
        ({ label }) => label,
      );
    },
  }),
  defineCase({
    id: 'openhost/2/inner-signature',
    title: 'the record is signed by the host and read by its layout',
    requires: ['OPENHOST-2-2', 'OPENHOST-2-3'],
    expects: 'service',
    ports,
    async run(context) {
      hostOf(context, await context.openhost.published());
    },
  }),
  defineCase({
    id: 'openhost/2/outer-signature',
    title: 'the packet is signed by the same key',
    requires: ['OPENHOST-2-14'],
    expects: 'service',
    ports,
    async run({ openhost, expect }) {
      expect.that('the BEP44 signature verifies', (await openhost.published()).outerSignature);
    },
  }),
  defineCase({
    id: 'openhost/2/ttl',
    title: 'the TTL of _openhost is 300',
    requires: ['OPENHOST-2-4'],
    expects: 'service',
    ports,
    async run({ openhost, expect }) {
      const { records } = await openhost.published();
      expect.equal('TTL', records.find(({ label }) => label === '_openhost')?.ttl ?? null, 300);
    },
  }),
  defineCase({
    id: 'openhost/2/fresh',
    title: 'ts is now',
    requires: ['OPENHOST-2-3', 'OPENHOST-2-15', 'OPENHOST-2-26'],
    why: 'Verifiers drop what is more than two hours off.',
    expects: 'service',
    ports,
    async run(context) {
      const published = await context.openhost.published();
      const { ts } = hostOf(context, published);
      context.expect.that('ts is within two hours of our clock', Math.abs(ts - published.seenAt) <= 7200, {
        observed: ts - published.seenAt,
      });
    },
  }),
  defineCase({
    id: 'openhost/2/seq-seconds',
    title: 'seq is ts, in seconds',
    requires: ['OPENHOST-2-15'],
    dialect: { subject: 'openhost/packet', name: 'spec', norm: true },
    expects: 'service',
    ports,
    async run(context) {
      const published = await context.openhost.published();
      context.expect.equal('seq', String(published.seq), String(hostOf(context, published).ts));
    },
  }),
  defineCase({
    id: 'openhost/2/seq-microseconds',
    title: 'seq is ts, in microseconds',
    requires: ['OPENHOST-2-15'],
    dialect: { subject: 'openhost/packet', name: 'deployed', norm: false },
    expects: 'service',
    ports,
    async run(context) {
      const published = await context.openhost.published();
      const drift = Number(published.seq / 1_000_000n) - hostOf(context, published).ts;
      context.expect.that('seq and ts agree within a second', Math.abs(drift) <= 1, { observed: drift });
    },
  }),
  defineCase({
    id: 'openhost/2/fits',
    title: 'the DNS packet fits in 1000 bytes',
    requires: ['OPENHOST-2-10'],
    expects: 'service',
    ports,
    async run({ openhost, expect }) {
      const { dnsLength } = await openhost.published();
      expect.that('at most 1000 bytes', dnsLength <= 1000, { observed: dnsLength });
    },
  }),
  defineCase({
    id: 'openhost/2/roles-and-disc',
    title: 'roles is not empty and disc is bounded',
    requires: ['OPENHOST-2-3'],
    level: 'should',
    expects: 'service',
    ports,
    async run(context) {
      const { roles, disc } = hostOf(context, await context.openhost.published());
      context.expect.that('roles has 1 to 255 bytes', roles.length > 0 && roles.length < 256);
      context.expect.that('disc has at most 256 bytes', disc.length <= 256);
    },
  }),
  defineCase({
    id: 'openhost/2/republish-later',
    title: 'a packet published later has a later seq and ts, and the same salt',
    requires: ['OPENHOST-2-15', 'OPENHOST-2-20'],
    expects: 'service',
    ports,
    async run(context) {
      const before = await context.openhost.published();
      const after = await context.openhost.renewed();
      context.expect.that('a packet with a later seq is published', after !== 'silent', {
        expected: `a seq above ${before.seq} within ${context.openhost.patience} ms`,
        observed: after === 'silent' ? `seq ${before.seq} all the time` : `seq ${after.seq}`,
      });
      if (after === 'silent') return;
      const [old, fresh] = [hostOf(context, before), hostOf(context, after)];
      context.expect.that('ts grows', fresh.ts > old.ts);
      context.expect.that('salt stays', String(old.salt) === String(fresh.salt));
    },
  }),
  defineCase({
    id: 'openhost/2/turn-trailer',
    title: 'a daemon with a TURN relay publishes version 3 with its port',
    requires: ['OPENHOST-2-5'],
    expects: 'service',
    ports,
    async run(context) {
      const ip = Uint8Array.of(198, 51, 100, 7);
      const other = await context.openhost.variant({ turn: { ip, port: 3478 } });
      const host = hostOf(context, await other.published());
      context.expect.equal('version', host.version, 3);
      context.expect.equal('turn_port', host.turnPort ?? null, 3478);
    },
  }),
  defineCase({
    id: 'openhost/2/long-value',
    title: 'a value of more than 255 bytes comes in several strings that join',
    requires: ['OPENHOST-2-8'],
    expects: 'service',
    ports,
    async run(context) {
      const { openhost, expect } = context;
      const isLong = ({ records }: Published) => records.some(({ value }) => value.length > 255);
      const offered = await openhost.offer();
      expect.that('the offer is answered', offered !== 'silent');
      if (offered === 'silent') return;
      // Fragments of 180 bytes fit one string, and so does a record without a text of its own.
      const disc = 'x'.repeat(100);
      const published = isLong(offered.published)
        ? offered.published
        : await (await openhost.variant({ disc })).published();
      hostOf(context, published);
      expect.that('a value is longer than one string', isLong(published), {
        observed: published.records.map(({ value }) => value.length),
      });
    },
  }),
  defineCase({
    id: 'openhost/2/restart',
    title: 'over a restart the certificate may change and the salt may not',
    requires: ['OPENHOST-2-12', 'OPENHOST-2-23', 'OPENHOST-2-24'],
    phase: 'last',
    expects: 'service',
    ports,
    async run(context) {
      const { before, after, rejected } = await context.openhost.restarted();
      // Relays keep the newest packet (BEP44): a daemon whose clock ran ahead locks itself out, until the time has come.
      context.expect.that('the first packet after the restart replaces the one before', after !== 'silent', {
        expected: `a packet with a seq above ${before.seq}`,
        observed:
          rejected === undefined
            ? 'no newer packet'
            : `seq ${rejected}: the relay rejects it, because it is older than the packet that is there`,
      });
      const [old, fresh] = [hostOf(context, before), hostOf(context, after as Published)];
      context.expect.that('the salt stays', String(old.salt) === String(fresh.salt));
      context.expect.that('the certificate is rotated', String(old.dtlsFp) !== String(fresh.dtlsFp));
    },
  }),
];
