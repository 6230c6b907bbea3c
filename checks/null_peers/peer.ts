import type { Target } from '../../suites/model.js';

/** A peer without any service. No gating case may pass against it. */
export interface NullPeer {
  /** The kind of target that it poses as. */
  readonly kind: string;
  readonly name: string;
  /** Rejects with Unreachable or Miscalled if the peer cannot be a target. Then no case runs against it. */
  open(): Promise<OpenNullPeer>;
}

export interface OpenNullPeer {
  readonly target: Target;
  close(): Promise<void>;
}

export interface Exception {
  /** Matches the names of the peers. */
  readonly peer: RegExp;
  readonly id: string;
  readonly reason: string;
}
