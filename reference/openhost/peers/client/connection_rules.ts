/** Sections 4 and 5: the rules of a client once its channel is open. They also run in a browser. */
import { FRAME_RULES, type FrameRules } from '../frame_rules.js';
import { shownDiagnostic } from './inert.js';

/** The faults of a host for which a client tears the channel down, and the diagnostics that the ERROR carries. */
export const CONNECTION_FAULTS = {
  'no-response': 'no response in time',
  'response-not-taken': 'nobody takes the response',
  'malformed-frame': 'malformed frame',
  'unknown-transaction': 'frame of no transaction',
  'unasked-upgrade': '101 to what asked for no upgrade',
  'unexpected-frame': 'unexpected frame',
} as const;

export type ConnectionFault = keyof typeof CONNECTION_FAULTS;

export interface ConnectionRules extends FrameRules {
  /** The text of an ERROR as a person is shown it. */
  showDiagnostic(payload: Uint8Array): string;
  /**
   * The diagnostic of the ERROR with which a fault ends the channel; undefined when the fault leaves the channel open.
   */
  closeReason(fault: ConnectionFault): string | undefined;
}

export const CONNECTION_RULES = Object.freeze<ConnectionRules>({
  ...FRAME_RULES,
  showDiagnostic: shownDiagnostic,
  closeReason: (fault) => CONNECTION_FAULTS[fault],
});
