/** Tunnel programs in which one command has a mistake and the other is right. */
import { type Command, casesOf, type TunnelMutant } from './mutant.js';

type Cases = readonly string[];
/** The cases that find a command with the mistake, or why none can. */
type OneCommand = Readonly<Partial<Record<Command, Cases | { readonly because: string }>>>;

/**
 * By the id of a mutant whose both commands have the mistake. Where a case puts the wrong command to the reference, both
 * commands are tried there already.
 */
const mistakes: Readonly<Record<string, OneCommand>> = {
  'signals-ignored': {
    in: ['cli/ends-on-sigterm', 'cli/ends-on-sigint'],
    out: ['cli/ends-on-sigterm', 'cli/ends-on-sigint'],
  },
  'default-relay-is-none': {
    in: ['configuration/relay-default', 'configuration/relay-default-word'],
  },
  'relay-mode-ignored': {
    out: ['configuration/relay-disabled', 'configuration/relay-url', 'configuration/relay-unknown'],
  },
  'unkept-key-used': { in: ['identity/read-only'] },
  'key-for-all': { in: ['identity/form'] },
  'wrong-key-replaced': { in: ['identity/length-0', 'identity/length-31'] },
  'long-key-cut': { in: ['identity/length-33'] },
  'unreadable-key-replaced': { in: ['identity/unreadable'] },
  'secret-printed': { in: ['identity/secret-not-printed'] },
  'key-made-by-each': {
    in: { because: 'Of several `in` that start at once nobody sees which key each uses: they print none.' },
  },
};

export const ofOneCommand = (mutants: readonly TunnelMutant[]): readonly TunnelMutant[] =>
  Object.entries(mistakes).flatMap(([id, commands]) => {
    const both = mutants.find((one) => one.id === id);
    if (!both) throw new Error(`no mutant is called ${id}`);
    return (['in', 'out'] as const).flatMap((command) => {
      const cases = commands[command];
      return cases === undefined || 'because' in cases ? [] : [wrongIn(both, command, cases)];
    });
  });

const wrongIn = (both: TunnelMutant, command: Command, cases: Cases): TunnelMutant => ({
  ...both,
  id: `${both.id}-by-${command}`,
  what: `Only ${command}: ${both.what}`,
  drawnFrom: both.id,
  killedBy: casesOf(cases),
  only: command,
});
