import type { BindingMode } from '../../openhost/offer_blob.js';
import type { ClientRules } from '../../openhost/peers/client/rules.js';
import type { Mutant } from '../mutant.js';
import { mutantOf, type OpenhostMutant } from './mutant.js';

/** The settings of a client besides its rules. */
export interface ClientSetup {
  /** The user declares it a browser. */
  readonly browser?: true;
  readonly bindingMode?: BindingMode;
  /** The most bytes that it reads from a relay. */
  readonly longestPacket?: number;
}

/** The settings of a client mutant besides its change. */
export type ClientFacts = OpenhostMutant & ClientSetup;

/** A client that is wrong in one respect. */
export type ClientMutant = Mutant<ClientRules> & ClientFacts;

export type ClientChange = (rules: ClientRules) => Partial<ClientRules>;

export const client = mutantOf<ClientRules>;
