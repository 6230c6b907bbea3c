import type { Finding } from './findings.js';
import type { Lowered } from './lowered.js';
import type { Case, PortName, Requirement } from './model.js';
import type { Spec } from './spec.js';

/** What is written down about one protocol. */
export interface Protocol {
  readonly spec: Spec;
  readonly requirements: readonly Requirement[];
  readonly findings: readonly Finding[];
  /** What is put to live targets; vectors are cases of their own. */
  readonly cases: readonly Case[];
  /** Of them, those that gate nothing though their clauses must be kept, and why. */
  readonly lowered: Lowered;
  /** The ports whose target is a client: a clause is observed through them in the way `live-client`. */
  readonly clientPorts?: readonly PortName[];
}
