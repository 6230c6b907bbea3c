/** Sections 4 and 5: the rules of a client once its channel is open. They need nothing that a page does not have. */
import { FRAME_RULES, type FrameRules } from '../frame_rules.js';
import { type ConnectionFault, diagnosticOf } from './connection_fault.js';
import { shownDiagnostic } from './inert.js';

export interface ConnectionRules extends FrameRules {
  /** What a person is shown of an ERROR. */
  showDiagnostic(payload: Uint8Array): string;
  /** The diagnostic with which a fault tears the channel down; undefined when the fault leaves it open. */
  closeReason(fault: ConnectionFault): string | undefined;
}

export const CONNECTION_RULES: ConnectionRules = Object.freeze({
  ...FRAME_RULES,
  showDiagnostic: shownDiagnostic,
  closeReason: diagnosticOf,
});
