import type { Dialect } from '../../openhost/dialect.js';
import type { BindingMode } from '../../openhost/offer_blob.js';
import type { ClientSeams } from '../../openhost/peers/client/seams.js';

/** A client that is wrong in one respect. */
export interface ClientMutant {
  readonly name: string;
  /** The clauses that this breaks: a case that kills it has to cite one of them. */
  readonly breaks: readonly string[];
  readonly dialect?: Dialect;
  /** Its fault is that nothing comes: a lost answer kills it, too. */
  readonly silent?: true;
  /** It is declared to be a browser. */
  readonly browser?: true;
  readonly bindingMode?: BindingMode;
  readonly seams?: Partial<ClientSeams>;
  /** What it makes of the URL that it is given, and of the relays. */
  readonly url?: (url: string) => string;
  readonly relays?: (relays: readonly string[]) => readonly string[];
  /** Bytes that it reads from a relay. */
  readonly longestPacket?: number;
}

export const client = (
  name: string,
  breaks: readonly string[],
  seams: Partial<ClientSeams>,
): ClientMutant => ({
  name,
  breaks,
  seams,
});
