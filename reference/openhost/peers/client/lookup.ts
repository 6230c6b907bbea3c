/** Sections 1 and 2: the host that a URL names, and its record. */
import { DecodeError } from '../../../bytes/error.js';
import { keyText } from '../../identity.js';
import type { Packet } from '../../packet.js';
import type { HostRecord } from '../../record.js';
import { isOfThatTime } from '../../sequence.js';
import type { Found } from '../substrate.js';
import { DialFailed, failAt } from './dial_failed.js';
import type { Dialling, Host } from './dial_options.js';
import { CLIENT_RULES, type LookupRules } from './rules.js';

/** Section 1: the host and the path of an oh:// URL. */
export function parseUrl(
  url: string,
  rules: Pick<LookupRules, 'parseUrl'> = CLIENT_RULES,
): Host & { path: string } {
  try {
    const { publicKey, path } = rules.parseUrl(url);
    return { name: keyText.encode(publicKey), key: publicKey, path };
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    throw new DialFailed('url', `must be oh:// and the 52 characters of a key (${error.code})`);
  }
}

export const findPacket = ({ rules, substrates, host, signal }: Dialling): Promise<Found | undefined> =>
  rules.findPacket(substrates, host.name, signal);

/** Throws unless the host has published a record that this client trusts now. */
export async function lookUp(dialling: Dialling): Promise<void> {
  const found = await findPacket(dialling).catch(failAt('resolve'));
  if (found === undefined) throw new DialFailed('resolve', 'no relay has a packet of this host');
  recordOf(found.packet, dialling);
}

/** Section 2: the record is fresh, and the sequence number of its packet states the same time. */
export function recordOf({ records, seq }: Packet, { host, dialect, now, rules }: Dialling): HostRecord {
  try {
    const record = rules.readHostRecord(records, host.key);
    if (!rules.isFresh(record, secondsOf(now))) throw new DecodeError('record/stale');
    if (!isOfThatTime(seq, record.ts, dialect)) throw new DecodeError('record/drift');
    return record;
  } catch (error) {
    return failAt('resolve')(error);
  }
}

export const secondsOf = (now: () => number): bigint => BigInt(Math.floor(now() / 1000));
