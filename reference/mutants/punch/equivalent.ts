import type { Rules } from '../../punch/peers/broker/rules.js';
import type { JsonObject } from '../../structure.js';
import type { Mutant } from '../mutant.js';

/** A broker that is right but different from the reference. No gating case may fail or be blocked against it. */
export interface PunchEquivalent extends Omit<Mutant<Rules>, 'clause'> {
  /** Its own description, for --openapi. */
  readonly openapi?: JsonObject;
}
