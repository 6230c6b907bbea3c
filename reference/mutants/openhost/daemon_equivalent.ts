import type { DaemonRules } from '../../openhost/peers/daemon/rules.js';
import type { Mutant } from '../mutant.js';

/** A daemon that is right but unusual. It breaks no clause. */
export type DaemonEquivalent = Omit<Mutant<DaemonRules>, 'clause'>;
