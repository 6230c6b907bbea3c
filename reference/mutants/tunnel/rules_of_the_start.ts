/** The rules by which the commands read their words and keys, start and end: dropped, inverted and late. */
import { setTimeout as sleep } from 'node:timers/promises';
import { hex } from '../../bytes/hex.js';
import { publicKeyOf } from '../../tunnel/key_file.js';
import type { Rules } from '../../tunnel/peers/rules.js';
import { byHand, none, noneOf, type RuleTable } from '../systematic.js';
import { found, MINUTE, NO_OPPOSITE, type TunnelFacts, type TunnelRules } from './mutant.js';
import type { rulesOfForwarding } from './rules_of_forwarding.js';

/** Reads nothing in place of wrong words, and ends the program with the error after a minute. */
const checkedLate =
  <Read>(read: (words: readonly string[]) => readonly Read[]) =>
  (words: readonly string[]): readonly Read[] => {
    try {
      return read(words);
    } catch (error) {
      setTimeout(() => {
        throw error;
      }, MINUTE);
      return [];
    }
  };

/** A key that is not the one of the program. */
const ANOTHER = hex.encode(publicKeyOf(new Uint8Array(32).fill(7)));

const ONCE = none('The program reads it once, at the start.');

const words = {
  readPortSpecs: {
    clause: ['TUNNEL-OUT-3'],
    dropped: byHand('no-spec-needed', 'duplicates-taken', 'port-zero-taken', 'unknown-proto-taken'),
    inverted: none('A program that rejects valid words starts in no case.'),
    late: {
      what: 'out starts with a wrong port spec, and exits with the error after a minute.',
      as: checkedLate,
      facts: found('out/refuses-unknown-proto'),
    },
  },
  readPublicKey: {
    clause: ['TUNNEL-IN-1'],
    dropped: none(
      'An `in` that reads any word as a key finds no peer of it, and exits with an error as well.',
    ),
    inverted: none('A program that rejects valid keys starts in no case.'),
    late: byHand('key-checked-late'),
  },
  readMappings: {
    clause: ['TUNNEL-IN-2'],
    dropped: byHand('no-mapping-needed', 'second-stdio-taken', 'one-port-for-both'),
    inverted: none('A program that rejects valid words starts in no case.'),
    late: {
      what: 'in starts with a wrong mapping, and exits with the error after a minute.',
      as: checkedLate,
      facts: found('in/refuses-three-parts'),
    },
  },
} satisfies TunnelRules;

const variables = {
  environment: {
    clause: ['TUNNEL-IDENTITY-3'],
    dropped: byHand('no-environment'),
    inverted: NO_OPPOSITE,
    late: ONCE,
  },
  readAllowList: {
    clause: ['TUNNEL-ACCESS-3', 'TUNNEL-ACCESS-4'],
    dropped: byHand('allow-ignored'),
    inverted: byHand('allow-denies'),
    late: {
      what: 'The first peer that connects is let in, whatever the list.',
      as: (read) => (text) => {
        const list = read(text);
        let isFirst = true;
        const has = (key: string): boolean => {
          const allowed = isFirst || list?.has(key) === true;
          isFirst = false;
          return allowed;
        };
        return list && { has };
      },
      facts: found('access/not-listed', 'access/not-listed-udp'),
    },
  },
  readRelayMode: {
    clause: ['TUNNEL-CONFIGURATION-2', 'TUNNEL-CONFIGURATION-3'],
    dropped: byHand('relay-mode-ignored'),
    inverted: {
      what: 'The modes default and disabled are swapped.',
      as: (read) => (text) => {
        const mode = read(text);
        if (mode.kind === 'url') return mode;
        return { kind: mode.kind === 'default' ? 'disabled' : 'default' };
      },
      facts: found('configuration/relay-default', 'configuration/relay-disabled'),
    },
    late: ONCE,
  },
  keyPath: {
    clause: ['TUNNEL-IDENTITY-3'],
    dropped: byHand('key-path-ignored', 'key-path-ignored-by-in'),
    inverted: NO_OPPOSITE,
    late: ONCE,
  },
} satisfies TunnelRules;

const keys = {
  readKey: {
    clause: ['TUNNEL-IDENTITY-2'],
    dropped: none(
      'A program that looks for no key file makes a new key, and finds the file when it wants to keep that key.',
    ),
    inverted: NO_OPPOSITE,
    late: ONCE,
  },
  keepKey: {
    clause: ['TUNNEL-IDENTITY-4'],
    dropped: byHand('key-not-kept', 'key-not-kept-by-in'),
    inverted: NO_OPPOSITE,
    late: {
      what: 'A new key is written to its file only after a minute.',
      as: (keep) => async (path, fresh) => {
        void sleep(MINUTE).then(() => keep(path, fresh));
        return fresh;
      },
      facts: found('identity/created', 'identity/in-created'),
    },
  },
  printKey: {
    clause: ['TUNNEL-OUT-5'],
    dropped: byHand('key-not-printed'),
    inverted: {
      what: 'out prints a public key that is not its own.',
      as: (print) => (_key, around) => print(ANOTHER, around),
      facts: found('out/key-on-stderr'),
    },
    late: {
      what: 'out prints its key only after a minute.',
      as: (print) => (key, around) => void setTimeout(() => print(key, around), MINUTE),
      facts: found('out/key-on-stderr'),
    },
  },
} satisfies TunnelRules;

const ends = {
  exitCodes: {
    clause: ['TUNNEL-CLI-2'],
    dropped: byHand('usage-is-success', 'failure-is-success'),
    inverted: none(
      'An exit code other than 0 after a success is an error of one command that no rule decides.',
    ),
    late: none('An exit code comes with the exit.'),
  },
  stop: {
    clause: ['TUNNEL-CLI-2'],
    dropped: byHand('signals-ignored'),
    inverted: none('A program that ends without a signal serves no case.'),
    late: {
      what: 'A signal ends the program only after a minute.',
      as: (stop) => (signal) => {
        const late = new AbortController();
        stop(signal).addEventListener('abort', () => setTimeout(() => late.abort(), MINUTE));
        return late.signal;
      },
      facts: found('cli/ends-on-sigterm'),
    },
  },
  bind: noneOf('Without a peer there is no program, and an equivalent binds its peer late.'),
} satisfies TunnelRules;

/** All rules but those of forwarding. */
type OfTheStart = Omit<Rules, keyof typeof rulesOfForwarding>;

export const rulesOfTheStart: RuleTable<OfTheStart, TunnelFacts> = {
  ...words,
  ...variables,
  ...keys,
  ...ends,
};
