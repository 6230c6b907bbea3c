import { concat } from '../../bytes/writer.js';
import type { TextRecord } from '../../openhost/packet.js';
import type { HostRecord } from '../../openhost/record.js';
import { type DaemonMutant, mutant } from './mutant.js';

const host = ({ label }: TextRecord) => label === '_openhost';
const answers =
  (change: (record: TextRecord, index: number) => TextRecord) => (records: readonly TextRecord[]) =>
    records.map((record, index) => (host(record) ? record : change(record, index)));
const flip = (bytes: Uint8Array, at: number) => bytes.with(at, (bytes[at] ?? 0) ^ 1);
const decoded = (record: TextRecord, change: (bytes: Uint8Array) => Uint8Array): TextRecord => ({
  ...record,
  value: Buffer.from(change(new Uint8Array(Buffer.from(record.value, 'base64url')))).toString('base64url'),
});

/** Its clock was ahead before the restart: what it publishes afterwards is older than what a relay has. */
const behindAfterRestart: DaemonMutant = {
  name: 'behind-after-restart',
  breaks: ['OPENHOST-2-23'],
  options: {
    // Read for each start. The salt is that of the host, and the certificate that of one start.
    get seams() {
      let back = 0n;
      return {
        record(record: HostRecord) {
          const [name, certificate] = [record.salt, record.dtlsFp].map((bytes) =>
            Buffer.from(bytes).toString('hex'),
          );
          const first = firstStarts.get(name ?? '') ?? certificate ?? '';
          firstStarts.set(name ?? '', first);
          back = certificate === first ? 0n : 600n;
          return { ...record, ts: record.ts - back };
        },
        seq: (seq: bigint) => seq - back,
      };
    },
  },
};
const firstStarts = new Map<string, string>();

export const publishing = [
  behindAfterRestart,
  mutant('two-host-records', ['OPENHOST-2-1'], {
    records: (records) => [...records.filter(host), ...records],
  }),
  mutant('a-further-record', ['OPENHOST-2-1'], {
    records: (records) => [...records, { label: '_extra', ttl: 300, value: 'x' }],
  }),
  mutant('host-ttl-30', ['OPENHOST-2-4'], {
    records: (records) => records.map((record) => (host(record) ? { ...record, ttl: 30 } : record)),
  }),
  mutant('answer-ttl-300', ['OPENHOST-3.3-46'], { records: answers((record) => ({ ...record, ttl: 300 })) }),
  mutant('padded-value', ['OPENHOST-2-2'], {
    records: (records) =>
      records.map((record) => (host(record) ? { ...record, value: `${record.value}==` } : record)),
  }),
  mutant('one-string-of-a-value', ['OPENHOST-2-8'], {
    records: (records) => records.map((record) => ({ ...record, value: record.value.slice(0, 255) })),
  }),
  mutant('inner-signature-wrong', ['OPENHOST-2-2', 'OPENHOST-2-3'], {
    records: (records) =>
      records.map((record) => (host(record) ? decoded(record, (bytes) => flip(bytes, 5)) : record)),
  }),
  mutant('stale-record', ['OPENHOST-2-3', 'OPENHOST-2-15'], {
    record: (record) => ({ ...record, ts: record.ts - 10_000n }),
    seq: (seq) => seq - 10_000n,
  }),
  mutant('seq-is-not-ts', ['OPENHOST-2-15'], { seq: (seq) => seq + 5n }),
  mutant('seq-in-microseconds', ['OPENHOST-2-15'], { seq: (seq) => seq * 1_000_000n }),
  {
    ...mutant('seq-in-seconds', ['OPENHOST-2-15'], { seq: (seq) => seq / 1_000_000n }),
    dialect: 'deployed' as const,
  },
  mutant('version-1-record', ['OPENHOST-2-2', 'OPENHOST-2-3'], {
    canonical: (bytes) => bytes.with(10, 1),
  }),
  mutant('trailer-lost', ['OPENHOST-2-5'], {
    record: ({ turn: _, ...record }) => ({ ...record, version: 2 }),
  }),
  mutant('new-salt-each-time', ['OPENHOST-2-20', 'OPENHOST-2-15', 'OPENHOST-2-24'], {
    record: (record) => ({ ...record, salt: crypto.getRandomValues(new Uint8Array(32)) }),
  }),
  mutant('answer-names-other-key', ['OPENHOST-3.3-38'], {
    answerBody: (body) => flip(body, 30),
  }),
  mutant('answers-another-offer', ['OPENHOST-3.3-43'], { offerHash: (hash) => flip(hash, 0) }),
  mutant('answer-uncompressed', ['OPENHOST-3.3-6', 'OPENHOST-3.3-39'], {
    wrapAnswer: (_wrapped, body) => concat(Uint8Array.of(1), body),
  }),
  mutant('asserts-active', ['OPENHOST-3.1-1'], { answerBlob: (blob) => ({ ...blob, setup: 'active' }) }),
  mutant('no-candidates', ['OPENHOST-3.3-42'], { answerBlob: (blob) => ({ ...blob, candidates: [] }) }),
  mutant('ipv6-candidates', ['OPENHOST-3.3-20'], {
    answerBlob: (blob) => ({
      ...blob,
      candidates: [...blob.candidates, { typ: 'host', addr: new Uint8Array(16).fill(1), port: 9 }],
    }),
  }),
  mutant('suffix-01', ['OPENHOST-3.3-31', 'OPENHOST-3.3-34', 'OPENHOST-3.3-32'], {
    records: answers((record) => ({ ...record, label: record.label.replace(/-1$/, '-01') })),
  }),
  mutant('fragment-index-wrong', ['OPENHOST-3.3-34', 'OPENHOST-3.3-32'], {
    records: answers((record) =>
      record.label.endsWith('-1') ? decoded(record, (bytes) => bytes.with(1, 0)) : record,
    ),
  }),
  mutant('fragments-of-500', ['OPENHOST-3.3-36'], { fragmentDialect: () => 'deployed' }),
  mutant('evicts-fragments', ['OPENHOST-3.3-55'], {
    records(records) {
      const [first, ...rest] = records;
      const kept = rest.filter(({ label }, i) => i >= rest.length - 2 || !label.endsWith('-1'));
      return first ? [first, ...kept] : kept;
    },
  }),
];
