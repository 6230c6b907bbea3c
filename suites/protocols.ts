import type { Finding } from './findings.js';
import type { Case, Requirement } from './model.js';
import { daemonCases } from './openhost/cases.js';
import { clientCases } from './openhost/clients.js';
import * as openhostFindings from './openhost/findings.js';
import * as openhostRequirements from './openhost/requirements.js';
import * as openhostSpec from './openhost/spec.js';
import { liveCases as punchCases } from './punch/cases.js';
import * as punchFindings from './punch/findings.js';
import * as punchRequirements from './punch/requirements.js';
import * as punchSpec from './punch/spec.js';
import type { Spec } from './spec.js';
import { liveCases as tunnelCases } from './tunnel/cases.js';
import * as tunnelFindings from './tunnel/findings.js';
import * as tunnelRequirements from './tunnel/requirements.js';
import * as tunnelSpec from './tunnel/spec.js';

/** What is written down about one protocol. */
export interface Protocol {
  readonly spec: Spec;
  readonly requirements: readonly Requirement[];
  readonly findings: readonly Finding[];
  /** What is put to live targets; vectors are cases of their own. */
  readonly cases: readonly Case[];
}

export const protocols: readonly Protocol[] = [
  { ...punchSpec, ...punchRequirements, ...punchFindings, cases: punchCases },
  { ...openhostSpec, ...openhostRequirements, ...openhostFindings, cases: [...daemonCases, ...clientCases] },
  { ...tunnelSpec, ...tunnelRequirements, ...tunnelFindings, cases: tunnelCases },
];
