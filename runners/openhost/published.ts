import { DecodeError } from '../../reference/bytes/error.js';
import { zbase32 } from '../../reference/bytes/zbase32.js';
import { verifyPlain } from '../../reference/crypto/ed25519.js';
import { decodeDns, hostRecord, signable } from '../../reference/openhost/packet.js';
import { readRecord } from '../../reference/openhost/record.js';
import { Lost, Unreachable } from '../../suites/case.js';
import type { HostFields, Published } from '../../suites/openhost/port.js';
import type { Deployment } from './deployment.js';

/** Read as it is: what is wrong with it is for the cases to say. */
export async function readPublished({
  substrates,
  key,
}: Pick<Deployment, 'substrates' | 'key'>): Promise<Published> {
  const answers = await Promise.allSettled(substrates.map((one) => one.get(zbase32.encode(key))));
  const payloads = answers.flatMap((one) => (one.status === 'fulfilled' && one.value ? [one.value] : []));
  if (answers.every(({ status }) => status === 'rejected')) {
    throw new Unreachable(
      `no relay answers: ${answers.map((one) => ('reason' in one ? one.reason : '')).join('; ')}`,
    );
  }
  const seqOf = (payload: Uint8Array) => new DataView(payload.buffer, payload.byteOffset).getBigUint64(64);
  const [payload] = payloads
    .filter(({ length }) => length > 84)
    .sort((a, b) => (seqOf(a) < seqOf(b) ? 1 : -1));
  if (payload === undefined) throw new Lost('no relay has a packet of the daemon');
  const dns = payload.subarray(72);
  const seq = seqOf(payload);
  const records = readable(
    () => decodeDns(key, dns),
    (code) => {
      throw new Lost(`the packet is no DNS message: ${code}`);
    },
  );
  return {
    seq,
    seenAt: Math.floor(Date.now() / 1000),
    dnsLength: dns.length,
    outerSignature: verifyPlain(key, signable(seq, dns), payload.subarray(0, 64)),
    records,
    host: readable<HostFields | { refused: string }>(
      () => {
        const { turn, ts, ...fields } = readRecord(hostRecord(records).value, key);
        return { ...fields, ts: Number(ts), ...(turn ? { turnPort: turn.port } : {}) };
      },
      (refused) => ({ refused }),
    ),
  };
}

function readable<T>(read: () => T, refused: (code: string) => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof DecodeError) return refused(error.code);
    throw error;
  }
}
