/** Relays that are wrong about the packet of a host in one respect each. */
import { base64url } from '../../bytes/base64url.js';
import { concat } from '../../bytes/writer.js';
import { zbase32 } from '../../bytes/zbase32.js';
import type { Dialect } from '../../openhost/dialect.js';
import { decodeDns, encodeDns, signPacket } from '../../openhost/packet.js';
import { createIdentity } from '../../openhost/peers/identity.js';

export interface RelayMutant {
  readonly name: string;
  /** The clauses that what it gives breaks. */
  readonly breaks: readonly string[];
  readonly dialect?: Dialect;
  /** Its fault is that nothing comes: a lost answer kills it, too. */
  readonly silent?: true;
  /** What it gives in place of the newest packet; `first` is the one that it was given first, `name` whose they are. */
  readonly give: (newest: Uint8Array, first: Uint8Array, name: string) => Uint8Array;
}

const relay = (name: string, breaks: readonly string[], give: RelayMutant['give']): RelayMutant => ({
  name,
  breaks,
  give,
});
const flip = (at: number) => (payload: Uint8Array) => payload.with(at, (payload[at] ?? 0) ^ 1);
const lowestByteOfSeq = 71;
const beforeDns = 72;

/** Answers in one fragment each, of a byte more than any may have: no daemon that keeps to the length of packets has room for one. */
function withLongFragments(newest: Uint8Array, name: string): Uint8Array {
  const key = zbase32.decode(name);
  const records = decodeDns(key, newest.subarray(beforeDns)).map((record) => {
    if (record.label === '_openhost') return record;
    const [version = 0, index = 0, total = 0] = base64url.decode(record.value);
    const long = concat(Uint8Array.of(version, index, total, 501 >> 8, 501 & 0xff), new Uint8Array(501));
    return { ...record, value: base64url.encode(long) };
  });
  // Two are more than anybody reads.
  const [host, answer] = [records.slice(0, 1), records.slice(1).slice(-1)];
  return concat(newest.subarray(0, beforeDns), encodeDns(key, [...host, ...answer]));
}

/** Every deliberately wrong relay. */
export const relayMutants: readonly RelayMutant[] = [
  relay('damages-signatures', ['OPENHOST-2-14'], flip(10)),
  relay('changes-the-number', ['OPENHOST-2-15'], flip(lowestByteOfSeq)),
  relay('changes-a-record', ['OPENHOST-2-2', 'OPENHOST-2-14'], (payload) =>
    flip(payload.length - 20)(payload),
  ),
  relay('cuts-packets', ['OPENHOST-2-23'], (payload) => payload.subarray(0, 200)),
  relay('pads-packets', ['OPENHOST-2-10'], (payload) =>
    concat(payload, new Uint8Array(Math.max(0, beforeDns + 1001 - payload.length))),
  ),
  {
    ...relay('lengthens-fragments', ['OPENHOST-3.3-36'], (newest, _first, name) =>
      withLongFragments(newest, name),
    ),
    dialect: 'deployed',
  },
  relay('forgets', ['OPENHOST-2-23'], () => new Uint8Array(0)),
  relay('keeps-the-first', ['OPENHOST-2-15'], (_newest, first) => first),
  relay('gives-a-stranger', ['OPENHOST-2-1', 'OPENHOST-2-14'], (newest) => {
    const seq = new DataView(newest.buffer, newest.byteOffset).getBigUint64(64);
    return signPacket(createIdentity(), seq, [{ label: '_openhost', ttl: 300, value: 'x' }]);
  }),
];
