import { lowering } from '../lowered.js';
import type { Protocol } from '../protocol.js';
import { liveCases } from './cases.js';
import * as findings from './findings.js';
import { lowered } from './lowered.js';
import * as requirements from './requirements.js';
import * as spec from './spec.js';

export const punch: Protocol = {
  ...spec,
  ...requirements,
  ...findings,
  cases: liveCases.map(lowering(lowered)),
  lowered,
};
