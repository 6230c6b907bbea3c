/** The programs of a case: the one under test and the reference, as either end of a tunnel. */
import { DecodeError } from '../../reference/bytes/error.js';
import { zbase32 } from '../../reference/bytes/zbase32.js';
import { mapping } from '../../reference/tunnel/mapping.js';
import { publicKey } from '../../reference/tunnel/public_key.js';
import { Lost } from '../../suites/case.js';
import type { Context } from '../../suites/model.js';
import type { StartOptions, TunnelLab } from '../../suites/tunnel/port.js';
import type { Variables } from '../environment.js';
import type { Lab } from './lab_client.js';
import { type Program, startProgram } from './program.js';

export interface LabCommands {
  readonly target: readonly [string, ...string[]];
  readonly reference: readonly [string, ...string[]];
  /** The program that is started as `in` instead of the target. */
  readonly into?: readonly [string, ...string[]] | undefined;
  /** Environment variables of the program under test, beside those that every program inherits. */
  readonly env?: Variables | undefined;
}

export interface ProgramsShared {
  readonly lab: Lab;
  readonly commands: LabCommands;
  /** How long the program under test may take to answer, in milliseconds. */
  readonly patience: number;
}

/** Of a program that starts, in multiples of the patience. */
const STARTS = 2;
export const PATIENCE = 10_000;

/** A text that only looks like a key is a fault of the program that printed it. */
function decoded(key: string): Uint8Array {
  try {
    return publicKey.decode(key);
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    throw new Lost(`expected a public key on stderr, received ${key}: ${error.message}`);
  }
}

type Programs = Pick<TunnelLab, 'start' | 'reachable' | 'out' | 'into' | 'exits'>;

export function programsOf(shared: ProgramsShared, context: Context, home: TunnelLab['home']): Programs {
  const { lab, patience } = shared;
  const start = starter(shared, context, home);

  const announce = async (program: Program, within: number): Promise<string> => {
    await program.needs('a public key on stderr', () => program.key() !== undefined, within);
    const key = program.key() ?? '';
    const listens = () => lab.agent.listensForPeers(program.mark);
    await program.needsToSee('a socket for peers', listens, within);
    await lab.agent.announce(zbase32.encode(decoded(key)), program.mark);
    return key;
  };

  return {
    start,
    reachable: (out) => announce(out as Program, STARTS * patience),
    async out(args, options) {
      const program = await start(['out', ...args], options);
      const isOurs = options?.program === 'reference';
      try {
        const key = await announce(program, STARTS * (isOurs ? PATIENCE : patience));
        return Object.assign(program, { key });
      } catch (error) {
        if (!isOurs || !(error instanceof Lost)) throw error;
        // The target cannot keep the reference from starting, so this is our fault.
        throw new Error(`out of the reference does not start: ${error.message}`);
      }
    },
    async into(key, mappings, options) {
      const program = await start(['in', key, ...mappings], options);
      const wanted = mappings.map(mapping.decode).filter(({ local }) => local !== 'stdio');
      const open = async (): Promise<boolean> => {
        const found = await Promise.all(
          wanted.map(({ local, proto }) => lab.agent.listening(Number(local), proto)),
        );
        return found.every((addresses) => addresses.length > 0);
      };
      const within = STARTS * patience;
      if (wanted.length > 0) await program.needsToSee(`listeners for ${mappings.join(' ')}`, open, within);
      return program;
    },
    async exits(words, options) {
      return (await start(words, options)).exited(options?.within ?? patience);
    },
  };
}

/** Starts either program with these words, in a home folder of its own unless it is given one. */
function starter(
  { lab, commands, patience }: ProgramsShared,
  { signal, defer, note }: Context,
  home: TunnelLab['home'],
) {
  return async (words: readonly string[], options: StartOptions = {}): Promise<Program> => {
    const { program: which = 'target' } = options;
    const env = { ...(which === 'target' ? commands.env : {}), ...options.env };
    const other = which === 'target' && words[0] === 'in' ? commands.into : undefined;
    const [file, ...args] = other ?? commands[which];
    const own = options.home ?? (await home());
    const program = await startProgram(lab, {
      command: [file, ...args, ...words],
      home: own,
      env,
      patience,
      signal,
    });
    defer(async () => {
      note(`${which} ${words[0] ?? ''}`, program.stderr().slice(-1500));
      await program.close();
    });
    return program;
  };
}
