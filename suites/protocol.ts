import type { Finding } from './findings.js';
import type { Lowered } from './lowered.js';
import type { Case, PortName, Requirement } from './model.js';
import type { Spec } from './spec.js';

/** Everything that the suites know about one protocol. */
export interface Protocol {
  readonly spec: Spec;
  readonly requirements: readonly Requirement[];
  readonly findings: readonly Finding[];
  /** The live cases. The vectors are loaded from their files. */
  readonly cases: readonly Case[];
  /** The cases and vectors that do not gate although their clauses are at must, and why. */
  readonly lowered: Lowered;
  /** The ports whose target is a client: a clause is observed through them in the way `live-client`. */
  readonly clientPorts?: readonly PortName[];
}
