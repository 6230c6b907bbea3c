import type { Rules } from '../../punch/peers/broker/rules.js';
import type { JsonObject } from '../../structure.js';
import type { Mutant } from '../mutant.js';

/** A broker that is unlike the reference and keeps to the RFC: no gating case may fail or be blocked for it. */
export interface PunchEquivalent extends Omit<Mutant<Rules>, 'clause'> {
  /** Its own description, which is given with --openapi. */
  readonly openapi?: JsonObject;
}
