import type { Protocol } from '../protocol.js';
import { liveCases } from './cases.js';
import { requirements } from './requirements.js';
import { spec } from './spec.js';

export const echo: Protocol = { spec, requirements, findings: [], lowered: {}, cases: liveCases };
