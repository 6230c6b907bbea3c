import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { Unclaimed, Unreachable } from '../../suites/case.js';
import type { Case, Observation, Target } from '../../suites/model.js';
import { liveCases } from '../../suites/tunnel/cases.js';
import { ask } from '../ask.js';
import { randomFrom } from '../context.js';
import type { Variables } from '../environment.js';
import type { LabSettings } from './agent.js';
import { firstLook, KEY_CASE, muteness } from './first_look.js';
import { type Asking, builtFile, type Lab, labRefused, openLab } from './lab.js';
import { labNeeds, programNeeds } from './needs.js';

export const REFERENCE_COMMAND = (): readonly [string, ...string[]] => [
  process.execPath,
  builtFile('bin/entry.js'),
  'serve',
  'tunnel',
];

export interface TunnelTargetOptions extends Pick<LabSettings, 'patience' | 'atOnce' | 'longer'> {
  readonly name: string;
  /** The program under test; without one, the reference. */
  readonly command?: readonly [string, ...string[]];
  /** What is started as in, where it is another program. */
  readonly into?: readonly [string, ...string[]];
  readonly env?: Variables | undefined;
}

/** A tunnel program as a target. The lab is made when the first case wants it. */
export async function tunnelTarget({ name, command, env, ...limits }: TunnelTargetOptions): Promise<Target> {
  const refused = await labRefused();
  const lab = lazyLab(() => ({
    target: command ?? REFERENCE_COMMAND(),
    reference: REFERENCE_COMMAND(),
    env,
    ...limits,
  }));
  const target: Target = {
    name,
    kind: 'tunnel',
    capabilities: { lab: refused ?? 'can be had' },
    ports: {
      tunnel: (context) => ({
        async perform(id) {
          if (refused !== undefined) throw new Unclaimed(refused);
          return lab.perform(id, context);
        },
      }),
    },
    protocols: ['tunnel'],
    // How many run at once is the business of the lab.
    concurrency: 64,
    production: false,
    needs: async (signal) => [
      ...(await labNeeds(refused)),
      ...(await programNeeds(command ?? REFERENCE_COMMAND(), refused, (id) => putOne(id, target, signal))),
    ],
    remarks: lab.remarks,
    close: lab.close,
  };
  return target;
}

/** How long a program is waited for, in milliseconds, that was mute for its whole patience. */
const AGAIN = 4000;

/** A lab that is opened for the first case, and has a first look at the program then. */
function lazyLab(settings: () => LabSettings) {
  const stop = new AbortController();
  let opened: Promise<Lab> | undefined;
  let looked: Promise<string | undefined> | undefined;
  let mute: string | undefined;
  const look = async (lab: Lab): Promise<string | undefined> => {
    const random = randomFrom(firstLook.id);
    // As an asking that has no queue before it: the others wait for it.
    const asking: Asking = { signal: stop.signal, attempt: 2, random, inQueue: (turn) => turn };
    mute = muteness(await lab.perform(firstLook.id, asking));
    return mute;
  };
  return {
    remarks: () => (mute === undefined ? [] : [mute]),
    async perform(id: string, asking: Asking): Promise<Observation> {
      opened ??= openLab(settings());
      const lab = await asking.inQueue(opened);
      looked ??= look(lab);
      // What is asked once more is asked anew: the first look does not decide it, but it shortens the wait.
      if (id === KEY_CASE || asking.attempt > 1) {
        return lab.perform(id, mute === undefined ? asking : { ...asking, patience: AGAIN });
      }
      const refused = await asking.inQueue(looked);
      if (refused !== undefined) throw new Unreachable(refused);
      return lab.perform(id, asking);
    },
    async close() {
      stop.abort(new Error('the target is closed'));
      if (!opened) return;
      try {
        await (await opened).close();
      } catch (error) {
        // It was not there to be closed; each case has said so.
        if (!(error instanceof Unreachable)) throw error;
      }
    },
  };
}

async function putOne(id: string, target: Target, signal: AbortSignal): Promise<Observation> {
  const one: Case | undefined = liveCases.find((live) => live.id === id);
  if (!one) throw new Error(`${id} is no case`);
  return (await ask(one, target, { seed: 0, signal, draw: async () => {} })).observation;
}

/** The programs run in folders of their own, so paths to files here are made whole. */
export const anchored = ([file, ...args]: readonly [string, ...string[]]): [string, ...string[]] => {
  const whole = (word: string): string => (word.includes('/') && existsSync(word) ? resolve(word) : word);
  return [whole(file), ...args.map(whole)];
};
