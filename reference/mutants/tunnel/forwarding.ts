/** Programs that are wrong in what they do to streams and packets. */
import { mutant, wrongBoth, wrongIn, wrongOut } from './mutant.js';

const streams = [
  mutant('any-tcp-port', ['TCP-4', 'OUT-7'], ...wrongOut('tcp/refused'), ...wrongOut('in/stdio-refused')),
  mutant('proto-ignored', ['OUT-7'], 'tcp/refused-from-reference'),
  mutant('no-fin-to-service', ['TCP-3'], 'tcp/half-close-from-reference'),
  mutant(
    'no-fin-to-peer',
    ['TCP-3'],
    ...wrongOut('tcp/service-ends-first'),
    'in/bridge-from-reference',
    'in/remote-ends-from-reference',
  ),
  mutant('no-fin-to-client', ['TCP-3'], 'tcp/service-ends-first-to-reference'),
  mutant('fin-ends-both', ['TCP-3'], ...wrongIn('tcp/half-close')),
  mutant('stdin-end-lost', ['TCP-3'], ...wrongIn('in/bridge')),
  mutant('stdin-awaited', ['IN-7'], ...wrongIn('in/remote-ends'), 'in/stdio-refused-to-reference'),
  mutant('refusal-left-open', ['TCP-5'], ...wrongOut('tcp/nobody-listens')),
  mutant('refusal-is-final', ['TCP-1'], ...wrongBoth('tcp/service-restarted')),
  mutant(
    'first-stream-only',
    ['TCP-1'],
    ...wrongBoth('tcp/many-at-once'),
    ...wrongBoth('in/stdio-beside-port'),
  ),
  mutant('text-only', ['NON-GOALS-1'], ...wrongIn('tcp/binary-both-ways')),
  mutant('output-eaten', ['TCP-2'], 'tcp/binary-both-ways-from-reference'),
  mutant('long-stream-cut', ['TCP-1'], ...wrongBoth('tcp/http'), ...wrongBoth('tcp/bulk')),
  mutant('reader-not-waited', ['TCP-7'], 'tcp/slow-reader-from-reference'),
  mutant('stream-not-waited', ['TCP-7'], ...wrongIn('tcp/slow-reader')),
  mutant(
    'reset-not-told',
    ['TCP-1', 'TCP-5', 'ACCEPTANCE-6'],
    ...wrongBoth('tcp/client-resets'),
    ...wrongBoth('tcp/service-resets'),
    'tcp/refused-to-reference',
    'tcp/nobody-listens-to-reference',
  ),
];

const packets = [
  mutant('any-udp-port', ['UDP-4'], 'udp/unlisted-from-reference'),
  mutant('replies-to-first', ['UDP-3'], ...wrongBoth('udp/replies')),
  mutant('replies-to-last', ['UDP-3'], ...wrongBoth('udp/late-reply')),
  mutant('empty-packet-dropped', ['UDP-1'], 'udp/sizes-from-reference'),
  mutant('packet-cut', ['UDP-1'], 'udp/sizes'),
  mutant('large-packet-ends', ['UDP-7'], 'udp/sizes-to-reference'),
];

export const forwarding = [...streams, ...packets];
