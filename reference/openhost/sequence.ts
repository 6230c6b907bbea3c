/** Section 2: the sequence number of a packet, which states a time as its record does. */
import type { Dialect } from './dialect.js';

const MICROS = 1_000_000n;

/** The text counts seconds, deployed peers count microseconds (OPENHOST-G01). */
export const sequenceOf = (ts: bigint, dialect: Dialect): bigint => (dialect === 'spec' ? ts : ts * MICROS);

/** The text requires them to be equal; deployed clients accept a difference of a second (OPENHOST-G42). */
export function isOfThatTime(seq: bigint, ts: bigint, dialect: Dialect): boolean {
  if (dialect === 'spec') return seq === ts;
  const drift = seq / MICROS - ts;
  return drift >= -1n && drift <= 1n;
}
