import type { Dialect } from '../../openhost/dialect.js';
import type { DaemonRules } from '../../openhost/peers/daemon/rules.js';
import type { Mutant } from '../mutant.js';

/** What an openhost mutant needs beside its change. */
export interface OpenhostMutant {
  readonly dialect?: Dialect;
  /** Its fault is that nothing comes: a lost answer kills it, too. */
  readonly silent?: true;
}

/** A daemon that is wrong in one respect. */
export type DaemonMutant = Mutant<DaemonRules> & OpenhostMutant;

export type DaemonChange = (rules: DaemonRules) => Partial<DaemonRules>;

/** Clauses stand here without the name of the protocol. */
export const mutant = (
  id: string,
  clause: readonly string[],
  what: string,
  change: DaemonChange,
): DaemonMutant => ({
  id,
  clause: clause.map((one) => `OPENHOST-${one}`),
  what,
  change: (rules) => ({ ...rules, ...change(rules) }),
});

/** Reads an offer as if its body were this one. */
export const readsBody =
  (as: (body: Uint8Array) => Uint8Array): DaemonChange =>
  ({ decodeOffer }) => ({ decodeOffer: (body) => decodeOffer(as(body)) });

/** Reads an offer as if its plaintext, compression tag and all, were this one. */
export const readsPlaintext =
  (as: (plaintext: Uint8Array) => Uint8Array): DaemonChange =>
  ({ uncompress }) => ({ uncompress: (plaintext, dialect) => uncompress(as(plaintext), dialect) });
