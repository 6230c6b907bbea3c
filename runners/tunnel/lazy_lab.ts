/** A lab that is opened for the first case, which has a first look at the program then. */
import { Unreachable } from '../../suites/case.js';
import type { Context, Target } from '../../suites/model.js';
import type { TunnelLab } from '../../suites/tunnel/port.js';
import { type Patience, patient } from '../patience.js';
import { runCase } from '../run_case.js';
import { type Asking, caseTurns } from './case_turns.js';
import { firstLook, KEY_CASE, muteness } from './first_look.js';
import { openLab } from './lab.js';
import { type LabShared, labPort } from './lab_port.js';
import { freePorts } from './ports.js';
import { type LabCommands, PATIENCE } from './programs.js';

export interface LabLimits {
  /** How long the program under test may take to answer, in milliseconds. */
  readonly patience?: number;
  /** How many times as long as usual answers and cases may take. */
  readonly longer?: Patience | undefined;
  /** How many cases run at once. */
  readonly atOnce?: number;
}

/** How many milliseconds to wait again for a program that printed nothing until the first deadline. */
const AGAIN = 4000;

/** `make` makes the lab. */
export function lazyLab(commands: LabCommands, limits: LabLimits, make = openLab) {
  const { longer, patience = patient(PATIENCE, longer), atOnce } = limits;
  const stop = new AbortController();
  const queueOf = caseTurns(atOnce);
  let opening: ReturnType<typeof open> | undefined;
  let mute: string | undefined;
  /** Resolves to why no other case runs against the program, or to undefined when it prints something. */
  const look = async (shared: LabShared): Promise<string | undefined> => {
    const target = lookedAt((context) => labPort(shared, context));
    const { observation } = await runCase(firstLook, target, {
      seed: 0,
      signal: stop.signal,
      patience: longer,
    });
    mute = muteness(observation);
    return mute;
  };
  const open = async () => {
    const lab = await make();
    const shared = { lab, commands, patience, freePort: freePorts(lab.agent) };
    return { lab, shared, looked: look(shared) };
  };
  return {
    remarks: (): readonly string[] => (mute === undefined ? [] : [mute]),
    /** The port of a case, once the case has its turn. */
    async open(context: Context, one: Asking = {}): Promise<TunnelLab> {
      opening ??= open();
      const { shared, looked } = await context.inQueue(opening);
      await queueOf(context, one);
      // The first look does not decide a second attempt. It only shortens the wait of it.
      if (one.id === KEY_CASE || context.attempt > 1) {
        return labPort(
          mute === undefined ? shared : { ...shared, patience: Math.min(AGAIN, patience) },
          context,
        );
      }
      const refused = await context.inQueue(looked);
      if (refused !== undefined) throw new Unreachable(refused);
      return labPort(shared, context);
    },
    async close(): Promise<void> {
      stop.abort(new Error('the target is closed'));
      if (!opening) return;
      try {
        const { lab, looked } = await opening;
        await looked;
        await lab.close();
      } catch (error) {
        // There is no lab to close. Each case has said why.
        if (!(error instanceof Unreachable)) throw error;
      }
    },
  };
}

/** The target of the first look. */
const lookedAt = (tunnel: (context: Context) => TunnelLab): Target => ({
  name: 'first look',
  kind: 'tunnel',
  capabilities: {},
  ports: { tunnel },
  concurrency: 1,
  production: false,
  close: async () => {},
});
