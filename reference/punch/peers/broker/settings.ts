import { randomBytes } from 'node:crypto';
import type { TlsIdentity } from '../../../tls/certificate.js';
import { type Clock, clockOf } from './clock.js';
import { literal } from './literal_rules.js';
import type { Limits, LogEvent, Timing, Turnstile } from './options.js';
import type { Rules } from './rules.js';

export interface BrokerOptions {
  readonly secret?: Uint8Array;
  readonly host?: string;
  readonly port?: number;
  readonly tls?: TlsIdentity;
  readonly limits?: Partial<Limits>;
  readonly timing?: Partial<Timing>;
  readonly clock?: Clock;
  readonly turnstile?: Turnstile;
  readonly log?: (event: LogEvent) => void;
  /** Rules in place of those of the RFC, for a broker that is wrong or unusual on purpose. */
  readonly rules?: Rules;
  readonly jitter?: number;
}

export interface BrokerSettings {
  /** The deployment-wide signing secret (RFC 7). */
  readonly secret: Uint8Array;
  readonly rules: Rules;
  readonly clock: Clock;
  readonly log: (event: LogEvent) => void;
  /** The most milliseconds by which a message to a peer is late. The order of messages stays. */
  readonly jitter: number;
}

export function settle(options: BrokerOptions): BrokerSettings {
  const rules = options.rules ?? literal;
  return {
    secret: options.secret ?? randomBytes(32),
    rules: {
      ...rules,
      limits: { ...rules.limits, ...options.limits },
      timing: { ...rules.timing, ...options.timing },
      turnstile: options.turnstile ?? rules.turnstile,
    },
    clock: options.clock ?? clockOf(),
    log: options.log ?? (() => {}),
    jitter: options.jitter ?? 0,
  };
}
