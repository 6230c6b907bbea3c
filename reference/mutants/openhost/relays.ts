/** Relays that are wrong about the packet of a host in one respect each. */
import { signPacket } from '../../openhost/packet.js';
import { createIdentity } from '../../openhost/peers/identity.js';

export interface RelayMutant {
  readonly name: string;
  /** The clauses that what it gives breaks. */
  readonly breaks: readonly string[];
  /** What it gives in place of the newest packet; `first` is the one that it was given first. */
  readonly give: (newest: Uint8Array, first: Uint8Array) => Uint8Array;
}

const relay = (name: string, breaks: readonly string[], give: RelayMutant['give']): RelayMutant => ({
  name,
  breaks,
  give,
});
const flip = (at: number) => (payload: Uint8Array) => payload.with(at, (payload[at] ?? 0) ^ 1);
const lowestByteOfSeq = 71;

/** Every deliberately wrong relay. */
export const relayMutants: readonly RelayMutant[] = [
  relay('damages-signatures', ['OPENHOST-2-14'], flip(10)),
  relay('changes-the-number', ['OPENHOST-2-15'], flip(lowestByteOfSeq)),
  relay('changes-a-record', ['OPENHOST-2-2', 'OPENHOST-2-14'], (payload) =>
    flip(payload.length - 20)(payload),
  ),
  relay('cuts-packets', ['OPENHOST-2-23'], (payload) => payload.subarray(0, 200)),
  relay('forgets', ['OPENHOST-2-23'], () => new Uint8Array(0)),
  relay('keeps-the-first', ['OPENHOST-2-15'], (_newest, first) => first),
  relay('gives-a-stranger', ['OPENHOST-2-1', 'OPENHOST-2-14'], (newest) => {
    const seq = new DataView(newest.buffer, newest.byteOffset).getBigUint64(64);
    return signPacket(createIdentity(), seq, [{ label: '_openhost', ttl: 300, value: 'x' }]);
  }),
];
