/** Tunnel programs in which one command has a mistake and the other is right. */
import { type Command, casesOf, type TunnelMutant } from './mutant.js';

interface Mistake {
  /** The cases that find it in one command; those that find it in both, when absent. */
  readonly kills?: readonly string[];
  readonly commands: readonly Command[];
}

/**
 * By the id of a mutant whose both commands have the mistake. Where a case puts the wrong command to the reference, both
 * commands are tried there already. `key-made-by-each` is absent: of several `in` that start at once nobody sees which key
 * each uses, because they print none.
 */
const mistakes: Readonly<Record<string, Mistake>> = {
  'signals-ignored': { commands: ['in', 'out'] },
  'default-relay-is-none': { commands: ['in'] },
  'relay-mode-ignored': { commands: ['out'] },
  'unkept-key-used': { commands: ['in'] },
  'key-for-all': { commands: ['in'] },
  'wrong-key-replaced': { commands: ['in'] },
  'long-key-cut': { commands: ['in'], kills: ['identity/length-33'] },
  'unreadable-key-replaced': { commands: ['in'] },
  'secret-printed': { commands: ['in'] },
};

export const ofOneCommand = (mutants: readonly TunnelMutant[]): readonly TunnelMutant[] =>
  Object.entries(mistakes).flatMap(([id, { commands, kills }]) => {
    const both = mutants.find((one) => one.id === id);
    if (!both) throw new Error(`no mutant is called ${id}`);
    return commands.map((command) => ({
      ...both,
      id: `${id}-by-${command}`,
      what: `Only ${command}: ${both.what}`,
      drawnFrom: id,
      killedBy: kills ? casesOf(kills) : both.killedBy,
      only: command,
    }));
  });
