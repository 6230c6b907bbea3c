/** Sections 1 and 2: the host that a URL names, and its record. */
import { DecodeError } from '../../../bytes/error.js';
import { keyText } from '../../identity.js';
import type { Packet } from '../../packet.js';
import type { HostRecord } from '../../record.js';
import { isOfThatTime } from '../../sequence.js';
import type { Found } from '../substrate.js';
import { DialFailed, fail } from './dial_failed.js';
import type { DialOptions } from './dial_options.js';
import { CLIENT_RULES, type LookupRules } from './rules.js';

export interface Host {
  readonly name: string;
  readonly key: Uint8Array;
}

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

export const findPacket = (
  host: Host,
  { substrates, rules = CLIENT_RULES }: DialOptions,
  signal: AbortSignal,
): Promise<Found | undefined> => rules.findPacket(substrates, host.name, signal);

/** Throws unless the host has published a record that this client trusts now. */
export async function lookUp(host: Host, options: DialOptions, signal: AbortSignal): Promise<void> {
  const found = await findPacket(host, options, signal).catch((error: unknown) => fail('resolve', error));
  if (found === undefined) throw new DialFailed('resolve', 'no relay has a packet of this host');
  recordOf(host, found.packet, options);
}

export function recordOf(host: Host, packet: Packet, options: DialOptions): HostRecord {
  const { rules = CLIENT_RULES } = options;
  try {
    const record = rules.readHostRecord(packet.records, host.key);
    checkTime(record, packet, options);
    return record;
  } catch (error) {
    return fail('resolve', error);
  }
}

/** Section 2: the record is fresh, and the sequence number of its packet states the same time. */
function checkTime(
  record: HostRecord,
  { seq }: Packet,
  { dialect = 'spec', now = Date.now, rules = CLIENT_RULES }: DialOptions,
): void {
  if (!rules.isFresh(record, secondsOf(now))) throw new DecodeError('record/stale');
  if (!isOfThatTime(seq, record.ts, dialect)) throw new DecodeError('record/drift');
}

export const secondsOf = (now: () => number): bigint => BigInt(Math.floor(now() / 1000));
