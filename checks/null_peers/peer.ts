import type { Target } from '../../suites/model.js';

/** A peer without any service: it proves nothing, so no gating case may pass against it. */
export interface NullPeer {
  /** The kind of target that it poses as. */
  readonly kind: string;
  readonly name: string;
  open(): Promise<OpenNullPeer>;
}

export interface OpenNullPeer {
  readonly target: Target;
  close(): Promise<void>;
}

export interface Exception {
  readonly peer: string;
  readonly id: string;
  readonly reason: string;
}
