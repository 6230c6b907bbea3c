import { type CaseFields, defineCase, type Sorted } from '../case.js';
import type { Case } from '../model.js';

type DaemonFields = Omit<CaseFields<'openhost'>, 'ports'>;

/** A case for a running daemon. */
export const daemonCase = (fields: DaemonFields & Sorted): Case =>
  defineCase({ ports: ['openhost'], ...fields });

/** The fields that each row of a table sets itself. Rows with the same values share one record. */
export type DaemonGrounds = Pick<DaemonFields, 'why' | 'requires' | 'level' | 'dialect'>;
