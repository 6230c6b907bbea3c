import type { Fault } from '../../tunnel/peers/faults.js';
import { access, commandLine, configuration, identity, inWords, outWords } from './commands.js';
import { forwarding } from './forwarding.js';

/** A tunnel program that is wrong in one respect, and the cases that have to find it. */
export interface TunnelMutant {
  readonly fault: Fault;
  /** The clauses that it breaks; every case of `killedBy` cites one of them, and each is cited. */
  readonly breaks: readonly string[];
  readonly killedBy: readonly string[];
}

export const tunnelMutants: readonly TunnelMutant[] = [
  ...commandLine,
  ...outWords,
  ...inWords,
  ...identity,
  ...access,
  ...configuration,
  ...forwarding,
];
