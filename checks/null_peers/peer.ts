import type { Target } from '../../suites/model.js';

/** A peer without any service: it proves nothing, so no gating case may pass against it. */
export interface NullPeer {
  /** The kind of target that it poses as. */
  readonly kind: string;
  readonly name: string;
  /** Rejects with Unreachable or Miscalled where it is no target at all: then nothing is asked of it. */
  open(): Promise<OpenNullPeer>;
}

export interface OpenNullPeer {
  readonly target: Target;
  close(): Promise<void>;
}

export interface Exception {
  /** The names of the peers. */
  readonly peer: RegExp;
  readonly id: string;
  readonly reason: string;
}
