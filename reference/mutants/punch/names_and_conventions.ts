import { isName } from '../../punch/name.js';
import { type Claims, sign } from '../../punch/token.js';
import { byMessage, byRule, mutant, type PunchMutant } from './mutant.js';

const pattern = (text: RegExp) => ({
  mint: (claims: Claims, secret: Uint8Array) => sign(Buffer.from(JSON.stringify(claims)), secret),
  isName: (value: unknown): value is string => typeof value === 'string' && text.test(value),
});

export const namesAndConventions: readonly PunchMutant[] = [
  mutant('field-names-in-any-case', ['PUNCH-1-1'], {
    incoming: (text) => text.replace(/"(Port|IP|Type)":/g, (name) => name.toLowerCase()),
  }),
  mutant('trailing-garbage-in-messages', ['PUNCH-1-2', 'PUNCH-6-1', 'PUNCH-6.2-6'], {
    outgoing: (message) => (message.type === 'session' ? [`${JSON.stringify(message)};`] : [message]),
  }),
  mutant('trailing-commas-in-bodies', ['PUNCH-1-2'], {
    body: (text) => text.replace(/,\s*([}\]])/g, '$1'),
  }),
  byMessage('latency-in-microseconds', ['PUNCH-1-3'], 'peer', (message) => [
    { ...message, latency: Number(message['latency']) * 1000 },
  ]),
  byRule('names-of-65', ['PUNCH-2-1'], pattern(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/)),
  byRule('names-below-64', ['PUNCH-2-1'], pattern(/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/)),
  byRule('names-from-two', ['PUNCH-2-1'], pattern(/^[A-Za-z0-9][A-Za-z0-9._-]{1,63}$/)),
  byRule('names-with-leading-dot', ['PUNCH-2-1'], pattern(/^[A-Za-z0-9._-]{1,64}$/)),
  byRule('names-with-slash', ['PUNCH-2-1'], pattern(/^[A-Za-z0-9][A-Za-z0-9._/-]{0,63}$/)),
  byRule('names-in-any-script', ['PUNCH-2-1'], pattern(/^[A-Za-z0-9][\p{L}0-9._-]{0,63}$/u)),
  byRule('names-of-nothing', ['PUNCH-2-1'], pattern(/^([A-Za-z0-9][A-Za-z0-9._-]{0,63})?$/)),
  byRule('names-with-percent', ['PUNCH-2-1'], pattern(/^[A-Za-z0-9][A-Za-z0-9._%-]{0,63}$/)),
  byRule('names-that-are-numbers', ['PUNCH-2-1'], {
    ...pattern(/./),
    isName: (value): value is string => isName(value) || typeof value === 'number',
  }),
  byRule('names-by-line', ['PUNCH-2-1'], pattern(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/m)),
  mutant('takes-up-and-down-for-one-stream', ['PUNCH-2-2'], {
    streamOf: ({ stream }) => (stream === 'down' ? 'up' : undefined),
  }),
  byRule('three-peers-in-a-stream', ['PUNCH-2-3', 'PUNCH-8.2-6'], {
    hasRoom: ({ peers }, member) => peers.includes(member) || peers.length < 3,
    introductions: ({ peers }) =>
      peers.flatMap((told) => peers.filter((peer) => peer !== told).map((about) => [told, about] as const)),
  }),
  byRule(
    'matches-a-peer-with-itself',
    ['PUNCH-2-3', 'PUNCH-6.4-3', 'PUNCH-6.2-4', 'PUNCH-9.4-2', 'PUNCH-1-1', 'PUNCH-9.1-1', 'PUNCH-9.1-2'],
    {
      introductions: ({ peers: [first, second] }) => {
        if (!first) return [];
        return [
          [first, second ?? first],
          [second ?? first, first],
        ];
      },
    },
  ),
  mutant('refuses-a-role', ['PUNCH-2-4'], {
    incoming: (text) => text.replace('"role"', '"rolle"'),
  }),
];
