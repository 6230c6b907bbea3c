import { lowering } from '../lowered.js';
import type { Protocol } from '../protocol.js';
import { daemonCases } from './cases.js';
import { clientCases } from './clients.js';
import * as findings from './findings.js';
import { lowered } from './lowered.js';
import * as requirements from './requirements.js';
import * as spec from './spec.js';

export const openhost: Protocol = {
  ...spec,
  ...requirements,
  ...findings,
  cases: [...daemonCases, ...clientCases].map(lowering(lowered)),
  lowered,
  clientPorts: ['openhostClient'],
};
