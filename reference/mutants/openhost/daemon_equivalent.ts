import type { DaemonRules } from '../../openhost/peers/daemon/rules.js';
import type { Mutant } from '../mutant.js';

/** A daemon that keeps to the text in a way of its own: it breaks no clause. */
export type DaemonEquivalent = Omit<Mutant<DaemonRules>, 'clause'>;
