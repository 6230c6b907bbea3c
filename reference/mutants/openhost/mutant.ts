import type { Dialect } from '../../openhost/dialect.js';
import type { DaemonRules } from '../../openhost/peers/daemon/rules.js';
import type { Mutant } from '../mutant.js';

/** The settings of an openhost mutant besides its change. */
export interface OpenhostMutant {
  readonly dialect?: Dialect;
  /** Its fault is silence, so a lost answer kills it, too. */
  readonly silent?: true;
}

/** A daemon that is wrong in one respect. */
export type DaemonMutant = Mutant<DaemonRules> & OpenhostMutant;

export type DaemonChange = (rules: DaemonRules) => Partial<DaemonRules>;

/** Clauses are written without the name of the protocol. */
export const mutantOf = <Rules>(
  id: string,
  clause: readonly string[],
  what: string,
  change: (rules: Rules) => Partial<Rules>,
): Mutant<Rules> => ({
  id,
  clause: clause.map((one) => `OPENHOST-${one}`),
  what,
  change: (rules) => ({ ...rules, ...change(rules) }),
});

export const mutant = mutantOf<DaemonRules>;

/** Reads an offer with a changed body. */
export const readsBody =
  (as: (body: Uint8Array) => Uint8Array): DaemonChange =>
  ({ decodeOffer }) => ({ decodeOffer: (body) => decodeOffer(as(body)) });

/** Reads an offer with a changed plaintext, including the compression tag. */
export const readsPlaintext =
  (as: (plaintext: Uint8Array) => Uint8Array): DaemonChange =>
  ({ uncompress }) => ({ uncompress: (plaintext, dialect) => uncompress(as(plaintext), dialect) });
