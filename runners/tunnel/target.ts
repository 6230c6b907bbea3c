import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { Unclaimed } from '../../suites/case.js';
import type { Case, Observation, Target } from '../../suites/model.js';
import { liveCases } from '../../suites/tunnel/cases.js';
import type { Variables } from '../environment.js';
import { runCase } from '../run_case.js';
import { builtFile } from './built_file.js';
import { type LabLimits, lazyLab } from './lazy_lab.js';
import { labRefused } from './namespaces.js';
import { labNeeds, programNeeds } from './needs.js';

export const REFERENCE_COMMAND = (): readonly [string, ...string[]] => [
  process.execPath,
  builtFile('bin/entry.js'),
  'serve',
  'tunnel',
];

export interface TunnelTargetOptions extends LabLimits {
  readonly name: string;
  /** The program under test; without one, the reference. */
  readonly command?: readonly [string, ...string[]];
  /** What is started as in, where it is another program. */
  readonly into?: readonly [string, ...string[]];
  readonly env?: Variables | undefined;
}

/** A tunnel program as a target. The lab is made when the first case wants it. */
export async function tunnelTarget({
  name,
  command,
  into,
  env,
  ...limits
}: TunnelTargetOptions): Promise<Target> {
  const refused = await labRefused();
  const target = command ?? REFERENCE_COMMAND();
  const lab = lazyLab({ target, reference: REFERENCE_COMMAND(), into, env }, limits);
  const opened: Target = {
    name,
    kind: 'tunnel',
    capabilities: { lab: refused ?? 'can be had' },
    ports: {
      tunnel(context, one) {
        if (refused !== undefined) throw new Unclaimed(refused);
        return lab.open(context, one);
      },
    },
    protocols: ['tunnel'],
    // How many run at once is the business of the lab.
    concurrency: 64,
    production: false,
    needs: async (signal) => [
      ...(await labNeeds(refused)),
      ...(await programNeeds(target, refused, (id) => putOne(id, opened, signal))),
    ],
    remarks: lab.remarks,
    close: lab.close,
  };
  return opened;
}

async function putOne(id: string, target: Target, signal: AbortSignal): Promise<Observation> {
  const one: Case | undefined = liveCases.find((live) => live.id === id);
  if (!one) throw new Error(`${id} is no case`);
  return (await runCase(one, target, { seed: 0, signal })).observation;
}

/** The programs run in folders of their own, so paths to files here are made whole. */
export const anchored = ([file, ...args]: readonly [string, ...string[]]): [string, ...string[]] => {
  const whole = (word: string): string => (word.includes('/') && existsSync(word) ? resolve(word) : word);
  return [whole(file), ...args.map(whole)];
};
