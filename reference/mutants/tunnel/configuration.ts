import { mutant } from './mutant.js';

export const configuration = [
  mutant({
    id: 'default-relay-is-none',
    clause: ['CONFIGURATION-2'],
    what: 'By default no relay is used.',
    kills: ['configuration/relay-default', 'configuration/relay-default-word'],
    change: (rules) => ({
      readRelayMode(text) {
        const mode = rules.readRelayMode(text);
        return mode.kind === 'default' ? { kind: 'disabled' } : mode;
      },
    }),
  }),
  mutant({
    id: 'relay-mode-ignored',
    clause: ['CONFIGURATION-3', 'CONFIGURATION-4', 'CONFIGURATION-5'],
    what: 'PUNCH_RELAY_MODE is ignored.',
    kills: ['configuration/relay-disabled', 'configuration/relay-url', 'configuration/relay-unknown'],
    change: () => ({ readRelayMode: () => ({ kind: 'default' }) }),
  }),
  mutant({
    id: 'relay-mode-ignored-by-in',
    clause: ['CONFIGURATION-3', 'CONFIGURATION-4'],
    what: 'in ignores PUNCH_RELAY_MODE.',
    kills: ['configuration/relay-disabled', 'configuration/relay-url'],
    only: 'in',
    change: () => ({ readRelayMode: () => ({ kind: 'default' }) }),
  }),
];
