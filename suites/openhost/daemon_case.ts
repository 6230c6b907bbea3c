import { type CaseFields, defineCase, type Sorted } from '../case.js';
import type { Case } from '../model.js';

/** A case for a running daemon. */
export const daemonCase = (fields: Omit<CaseFields<'openhost'>, 'ports'> & Sorted): Case =>
  defineCase({ ports: ['openhost'], ...fields });
