import type { Fault } from '../../tunnel/peers/faults.js';

/** A tunnel program that is wrong in one respect, and a case that has to find it. */
export interface TunnelMutant {
  readonly fault: Fault;
  /** The clause that it breaks; the case cites it. */
  readonly breaks: string;
  readonly killedBy: string;
}

const mutant = (fault: Fault, breaks: string, killedBy: string): TunnelMutant => ({
  fault,
  breaks: `TUNNEL-${breaks}`,
  killedBy: `tunnel/${killedBy}`,
});

export const tunnelMutants: readonly TunnelMutant[] = [
  mutant('any-tcp-port', 'TCP-4', 'tcp/refused-from-reference'),
  mutant('any-udp-port', 'UDP-4', 'udp/unlisted-from-reference'),
  mutant('proto-ignored', 'OUT-7', 'tcp/refused-from-reference'),
  mutant('no-fin-to-service', 'TCP-3', 'tcp/half-close-from-reference'),
  mutant('no-fin-to-peer', 'TCP-3', 'tcp/service-ends-first-from-reference'),
  mutant('stdin-end-lost', 'TCP-3', 'in/bridge-to-reference'),
  mutant('fin-ends-both', 'TCP-3', 'tcp/half-close-to-reference'),
  mutant('refusal-left-open', 'TCP-5', 'tcp/nobody-listens-from-reference'),
  mutant('first-stream-only', 'TCP-1', 'tcp/many-at-once-from-reference'),
  mutant('text-only', 'NON-GOALS-1', 'tcp/binary-both-ways'),
  mutant('key-on-stdout', 'OUT-5', 'out/key-on-stderr'),
  mutant('key-not-printed', 'OUT-5', 'out/key-on-stderr'),
  mutant('allow-ignored', 'ACCESS-3', 'access/not-listed'),
  mutant('allow-first-only', 'ACCESS-2', 'access/listed-second'),
  mutant('empty-allow-is-all', 'ACCESS-6', 'access/list-empty'),
  mutant('wrong-allow-is-all', 'ACCESS-5', 'access/list-malformed'),
  mutant('key-not-kept', 'IDENTITY-4', 'identity/created'),
  mutant('key-for-all', 'IDENTITY-8', 'identity/form'),
  mutant('key-path-ignored', 'IDENTITY-3', 'identity/path'),
  mutant('wrong-key-replaced', 'IDENTITY-9', 'identity/length-31'),
  mutant('unreadable-key-replaced', 'IDENTITY-10', 'identity/unreadable'),
  mutant('relay-word-ignored', 'CONFIGURATION-5', 'configuration/relay-unknown'),
  mutant('relay-word-ignored', 'CONFIGURATION-4', 'configuration/relay-url'),
  mutant('relay-word-ignored', 'CONFIGURATION-3', 'configuration/relay-disabled'),
  mutant('replies-to-last', 'UDP-3', 'udp/late-reply-from-reference'),
  mutant('empty-packet-dropped', 'UDP-1', 'udp/sizes-from-reference'),
  mutant('packet-cut', 'UDP-1', 'udp/sizes'),
  mutant('large-packet-ends', 'UDP-7', 'udp/sizes-to-reference'),
  mutant('duplicates-taken', 'OUT-4', 'out/refuses-duplicate'),
  mutant('port-zero-taken', 'OUT-3', 'out/refuses-zero'),
  mutant('port-wraps', 'OUT-3', 'out/refuses-wraps'),
  mutant('no-spec-needed', 'OUT-1', 'out/no-spec'),
  mutant('ports-swapped', 'IN-4', 'in/loopback-only'),
  mutant('listens-on-all', 'IN-11', 'in/loopback-only'),
  mutant('banner-on-stdout', 'IN-12', 'in/loopback-only'),
  mutant('second-stdio-taken', 'IN-8', 'in/two-stdio'),
  mutant('stdio-udp-taken', 'IN-9', 'in/stdio-udp'),
  mutant('base32-unknown', 'IN-13', 'in/base32'),
  mutant('loss-not-told', 'IN-14', 'in/peer-leaves'),
  mutant('unkept-key-used', 'IDENTITY-4', 'identity/read-only'),
  mutant('signals-ignored', 'CLI-2', 'cli/ends-on-sigterm'),
  mutant('output-eaten', 'TCP-2', 'tcp/binary-both-ways-from-reference'),
  mutant('reader-not-waited', 'TCP-7', 'tcp/slow-reader-from-reference'),
  mutant('reset-not-told', 'TCP-1', 'tcp/service-resets-from-reference'),
  mutant('no-environment', 'IDENTITY-3', 'identity/path'),
  mutant('connection-each', 'IN-10', 'in/one-connection'),
];
