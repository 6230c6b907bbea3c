/** Sections 2 and 3.3: daemons that publish a wrong record, answer or packet. */
import { randomBytes } from 'node:crypto';
import { concat } from '../../bytes/writer.js';
import type { AnswerBlob } from '../../openhost/answer_blob.js';
import { split } from '../../openhost/fragment.js';
import type { TextRecord } from '../../openhost/packet.js';
import type { DaemonRules } from '../../openhost/peers/daemon/rules.js';
import type { HostRecord } from '../../openhost/record.js';
import { both } from './frame_changes.js';
import { type DaemonChange, type DaemonMutant, mutant } from './mutant.js';

type Records = readonly TextRecord[];

/** Changes the published records. */
const records =
  (change: (records: Records) => Records): DaemonChange =>
  ({ packetRecords }) => ({ packetRecords: (host, answers) => change(packetRecords(host, answers)) });
const hostRecord =
  (change: (record: HostRecord) => HostRecord): DaemonChange =>
  (rules) => ({ hostRecord: (facts, ts) => change(rules.hostRecord(facts, ts)) });
const sequence =
  (change: (seq: bigint) => bigint): DaemonChange =>
  (rules) => ({ sequence: (ts, dialect) => change(rules.sequence(ts, dialect)) });
const blob =
  (change: (blob: AnswerBlob) => AnswerBlob): DaemonChange =>
  ({ answerBlob }) => ({ answerBlob: (reach) => change(answerBlob(reach)) });

const isHost = ({ label }: TextRecord) => label === '_openhost';
const hostOnly = (change: (record: TextRecord) => TextRecord) =>
  records((all) => all.map((record) => (isHost(record) ? change(record) : record)));
const answers = (change: (record: TextRecord) => TextRecord) =>
  records((all) => all.map((record) => (isHost(record) ? record : change(record))));
const flip = (bytes: Uint8Array, at: number) => bytes.with(at, (bytes[at] ?? 0) ^ 1);
const decoded = (record: TextRecord, change: (bytes: Uint8Array) => Uint8Array): TextRecord => ({
  ...record,
  value: Buffer.from(change(new Uint8Array(Buffer.from(record.value, 'base64url')))).toString('base64url'),
});

const packets = [
  mutant(
    'two-host-records',
    ['2-1'],
    'Publishes its record twice.',
    records((all) => [...all.filter(isHost), ...all]),
  ),
  mutant(
    'a-further-record',
    ['2-1'],
    'Publishes a record of an unknown name beside its own.',
    records((all) => [...all, { label: '_extra', ttl: 300, value: 'x' }]),
  ),
  mutant(
    'host-ttl-30',
    ['2-4'],
    'Publishes its record with a TTL of 30.',
    hostOnly((record) => ({ ...record, ttl: 30 })),
  ),
  mutant(
    'answer-ttl-300',
    ['3.3-46'],
    'Publishes answers with a TTL of 300.',
    answers((record) => ({ ...record, ttl: 300 })),
  ),
  mutant(
    'padded-value',
    ['2-2'],
    'Pads the base64url of its record.',
    hostOnly((record) => ({ ...record, value: `${record.value}==` })),
  ),
  mutant(
    'one-string-of-a-value',
    ['2-8'],
    'Publishes only the first 255 characters of a value.',
    records((all) => all.map((record) => ({ ...record, value: record.value.slice(0, 255) }))),
  ),
  mutant(
    'inner-signature-wrong',
    ['2-2', '2-3'],
    'Publishes a record whose signature does not verify.',
    hostOnly((record) => decoded(record, (bytes) => flip(bytes, 5))),
  ),
  mutant(
    'suffix-01',
    ['3.3-31', '3.3-34', '3.3-32'],
    'Names the second fragment 01.',
    answers((record) => ({ ...record, label: record.label.replace(/-1$/, '-01') })),
  ),
  mutant(
    'fragment-index-wrong',
    ['3.3-34', '3.3-32'],
    'Writes index 0 into the second fragment.',
    answers((record) =>
      record.label.endsWith('-1') ? decoded(record, (bytes) => bytes.with(1, 0)) : record,
    ),
  ),
  mutant(
    'evicts-fragments',
    ['3.3-55'],
    'Evicts single fragments of an answer.',
    records(withoutOldFragments),
  ),
  mutant(
    'evicts-the-newest',
    ['3.3-55'],
    'Keeps the first answer in the packet, and publishes no other.',
    ({ packetRecords }) => {
      let first: Records = [];
      return {
        packetRecords(host, answers) {
          if (first.length === 0) first = answers;
          return packetRecords(host, first);
        },
      };
    },
  ),
];

function withoutOldFragments([first, ...rest]: Records): Records {
  const kept = rest.filter(({ label }, i) => i >= rest.length - 2 || !label.endsWith('-1'));
  return first ? [first, ...kept] : kept;
}

const times = [
  mutant(
    'behind-after-restart',
    ['2-23'],
    'Publishes a packet after a restart that is older than the one before.',
    (rules) => {
      let back = 0n;
      return {
        async publishedTs(...given) {
          const last = await rules.publishedTs(...given);
          back = last > 0n ? 600n : 0n;
          return last;
        },
        ...hostRecord((record) => ({ ...record, ts: record.ts - back }))(rules),
        ...sequence((seq) => seq - back)(rules),
      };
    },
  ),
  mutant(
    'ahead-of-the-clock',
    ['2-26'],
    'Publishes records that are a minute ahead of the clock.',
    both<DaemonRules>(
      hostRecord((record) => ({ ...record, ts: record.ts + 60n })),
      sequence((seq) => seq + 60n),
    ),
  ),
  mutant('gains-with-each-packet', ['2-26'], 'Moves ts on by 15 s with each packet.', (rules) => {
    let gained = 0n;
    return {
      hostRecord(facts, ts) {
        gained += 15n;
        const record = rules.hostRecord(facts, ts);
        return { ...record, ts: record.ts + gained };
      },
      sequence: (ts, dialect) => rules.sequence(ts + gained, dialect),
    };
  }),
  mutant(
    'ahead-after-restart',
    ['2-26'],
    'Publishes a record after a restart that is ten minutes ahead, to be newer in any case.',
    (rules) => ({
      async publishedTs(...given) {
        const last = await rules.publishedTs(...given);
        return last > 0n ? last + 600n : last;
      },
    }),
  ),
  mutant(
    'stale-record',
    ['2-3', '2-15'],
    'Publishes a record that is 10 000 s old.',
    both<DaemonRules>(
      hostRecord((record) => ({ ...record, ts: record.ts - 10_000n })),
      sequence((seq) => seq - 10_000n),
    ),
  ),
  mutant(
    'seq-is-not-ts',
    ['2-15'],
    'Publishes a sequence number that is 5 s ahead of ts.',
    sequence((seq) => seq + 5n),
  ),
  mutant(
    'seq-in-microseconds',
    ['2-15'],
    'Counts sequence numbers in microseconds.',
    sequence((seq) => seq * 1_000_000n),
  ),
  {
    ...mutant(
      'seq-in-seconds',
      ['2-15'],
      'Counts sequence numbers in seconds, as a deployed daemon.',
      sequence((seq) => seq / 1_000_000n),
    ),
    dialect: 'deployed' as const,
  },
];

const hostRecords = [
  mutant('version-1-record', ['2-2', '2-3'], 'Publishes a record of version 1.', (rules) => ({
    canonicalRecord: (record) => rules.canonicalRecord(record).with(10, 1),
  })),
  mutant(
    'trailer-lost',
    ['2-5'],
    'Publishes a record without its TURN trailer.',
    hostRecord(({ turn: _, ...record }) => ({ ...record, version: 2 })),
  ),
  mutant(
    'new-salt-each-time',
    ['2-20', '2-15', '2-24'],
    'Publishes another salt in each packet.',
    hostRecord((record) => ({ ...record, salt: new Uint8Array(randomBytes(32)) })),
  ),
];

const answerBodies = [
  mutant('answer-names-other-key', ['3.3-38'], 'Names another daemon key in its answer.', (rules) => ({
    encodeAnswer: (answer) => flip(rules.encodeAnswer(answer), 30),
  })),
  mutant('answers-another-offer', ['3.3-43'], 'Names the hash of another offer in its answer.', (rules) => ({
    offerHash: (read) => flip(rules.offerHash(read), 0),
  })),
  mutant('answer-uncompressed', ['3.3-6', '3.3-39'], 'Seals an answer without compression.', () => ({
    compressAnswer: (body) => concat(Uint8Array.of(1), body),
  })),
  mutant(
    'asserts-active',
    ['3.1-1'],
    'Asserts setup active.',
    blob((made) => ({ ...made, setup: 'active' })),
  ),
  mutant(
    'no-candidates',
    ['3.3-42'],
    'Answers without candidates.',
    blob((made) => ({ ...made, candidates: [] })),
  ),
  mutant(
    'ipv6-candidates',
    ['3.3-20'],
    'Adds an IPv6 candidate to its answer.',
    blob((made) => ({
      ...made,
      candidates: [...made.candidates, { typ: 'host', addr: new Uint8Array(16).fill(1), port: 9 }],
    })),
  ),
  mutant('fragments-of-500', ['3.3-36'], 'Splits an answer into fragments of 500 bytes.', () => ({
    splitAnswer: (sealed) => split(sealed, 'deployed'),
  })),
];

export const publishing: readonly DaemonMutant[] = [...packets, ...times, ...hostRecords, ...answerBodies];
