/** Section 2: relays that return a wrong packet of a host. */
import { base64url } from '../../bytes/base64url.js';
import { concat } from '../../bytes/writer.js';
import { zbase32 } from '../../bytes/zbase32.js';
import { decodeDns, encodeDns, signPacket } from '../../openhost/packet.js';
import { createIdentity } from '../../openhost/peers/identity.js';
import type { RelayRules } from '../../openhost/peers/relay/rules.js';
import type { Mutant } from '../mutant.js';
import { mutantOf, type OpenhostMutant } from './mutant.js';

/** The packet that a relay gives in place of the newest packet of a daemon. `first` is the first packet with this name. */
type Give = (newest: Uint8Array, first: Uint8Array, name: string) => Uint8Array;

/** A relay that gives this in place of packets of daemons. It gives those of clients unchanged. */
export function givingOf(give: Give): Pick<RelayRules, 'give'> {
  const firsts = new Map<string, Uint8Array>();
  return {
    give(stored, name) {
      if (stored === undefined || !Buffer.from(stored.payload).includes('_openhost')) return stored?.payload;
      const first = firsts.get(name) ?? stored.payload;
      firsts.set(name, first);
      return give(stored.payload, first, name);
    },
  };
}

/** A relay that is wrong in one respect. */
export type RelayMutant = Mutant<RelayRules> & OpenhostMutant;

const relay = (id: string, clause: readonly string[], what: string, give: Give) =>
  mutantOf<RelayRules>(id, clause, what, () => givingOf(give));
const flip = (at: number) => (payload: Uint8Array) => payload.with(at, (payload[at] ?? 0) ^ 1);
const lowestByteOfSeq = 71;
const beforeDns = 72;

/** Makes each answer one fragment of 501 bytes, one more than allowed. A right packet has no room for it. */
function withLongFragments(newest: Uint8Array, name: string): Uint8Array {
  const key = zbase32.decode(name);
  const records = decodeDns(key, newest.subarray(beforeDns)).map((record) => {
    if (record.label === '_openhost') return record;
    const [version = 0, index = 0, total = 0] = base64url.decode(record.value);
    const long = concat(Uint8Array.of(version, index, total, 501 >> 8, 501 & 0xff), new Uint8Array(501));
    return { ...record, value: base64url.encode(long) };
  });
  // The packet has room for one answer only.
  const [host, answer] = [records.slice(0, 1), records.slice(1).slice(-1)];
  return concat(newest.subarray(0, beforeDns), encodeDns(key, [...host, ...answer]));
}

export const relayMutants: readonly RelayMutant[] = [
  relay('damages-signatures', ['2-14'], 'Flips a bit in the signature of a packet.', flip(10)),
  relay(
    'changes-the-number',
    ['2-15'],
    'Flips a bit in the sequence number of a packet.',
    flip(lowestByteOfSeq),
  ),
  relay('changes-a-record', ['2-2', '2-14'], 'Flips a bit in a record of a packet.', (payload) =>
    flip(payload.length - 20)(payload),
  ),
  relay('cuts-packets', ['2-23'], 'Gives only the first 200 bytes of a packet.', (payload) =>
    payload.subarray(0, 200),
  ),
  relay('pads-packets', ['2-10'], 'Pads a packet to 1001 bytes of DNS.', (payload) =>
    concat(payload, new Uint8Array(Math.max(0, beforeDns + 1001 - payload.length))),
  ),
  {
    ...relay(
      'lengthens-fragments',
      ['3.3-36'],
      'Gives answers in fragments of 501 bytes.',
      (newest, _first, name) => withLongFragments(newest, name),
    ),
    dialect: 'deployed',
  },
  relay('forgets', ['2-23'], 'Gives an empty packet.', () => new Uint8Array(0)),
  relay(
    'keeps-the-first',
    ['2-15'],
    'Gives the first packet in place of the newest.',
    (_newest, first) => first,
  ),
  relay('gives-a-stranger', ['2-1', '2-14'], 'Gives a packet of another key.', (newest) => {
    const seq = new DataView(newest.buffer, newest.byteOffset).getBigUint64(64);
    return signPacket(createIdentity(), seq, [{ label: '_openhost', ttl: 300, value: 'x' }]);
  }),
];
