/** Sections 4 and 5: the rules of a client once its channel is open. They also run in a browser. */
import { FRAME_RULES, type FrameRules } from '../frame_rules.js';
import { type ConnectionFault, diagnosticOf } from './connection_fault.js';
import { shownDiagnostic } from './inert.js';

export interface ConnectionRules extends FrameRules {
  /** The text of an ERROR as a person is shown it. */
  showDiagnostic(payload: Uint8Array): string;
  /**
   * The diagnostic of the ERROR with which a fault ends the channel; undefined when the fault leaves the channel open.
   */
  closeReason(fault: ConnectionFault): string | undefined;
}

export const CONNECTION_RULES: ConnectionRules = Object.freeze({
  ...FRAME_RULES,
  showDiagnostic: shownDiagnostic,
  closeReason: diagnosticOf,
});
