import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { Unclaimed } from '../../suites/case.js';
import type { PortName, Ports, Target } from '../../suites/model.js';
import type { TunnelPort } from '../../suites/tunnel/port.js';
import { builtFile, type Lab, labRefused, openLab } from './lab.js';
import { labNeeds, programNeeds } from './needs.js';

const REFERENCE = (): readonly [string, ...string[]] => [
  process.execPath,
  builtFile('bin/conform.js'),
  'serve',
  'tunnel',
];

export interface TunnelTargetOptions {
  readonly name: string;
  /** The program under test; without one, the reference. */
  readonly command?: readonly [string, ...string[]];
}

/** A tunnel program as a target. The lab is made when the first case wants it. */
export async function tunnelTarget({ name, command }: TunnelTargetOptions): Promise<Target> {
  const refused = await labRefused();
  let lab: Promise<Lab> | undefined;
  const tunnel: TunnelPort = {
    async perform(id, signal) {
      if (refused !== undefined) throw new Unclaimed(refused);
      lab ??= openLab({ target: command ?? REFERENCE(), reference: REFERENCE() });
      return (await lab).perform(id, signal);
    },
  };
  return {
    name,
    kind: 'tunnel',
    capabilities: { lab: refused ?? 'can be had' },
    provides: ['tunnel'],
    protocols: ['tunnel'],
    // How many run at once is the business of the lab.
    concurrency: 64,
    production: false,
    needs: async (signal) => [
      ...(await labNeeds(refused)),
      ...(await programNeeds(command ?? REFERENCE(), tunnel, refused, signal)),
    ],
    port: <K extends PortName>(_name: K): Ports[K] => tunnel as unknown as Ports[K],
    close: async () => (await lab?.catch(() => undefined))?.close(),
  };
}

/** The programs run in folders of their own, so paths to files here are made whole. */
export const anchored = ([file, ...args]: readonly [string, ...string[]]): [string, ...string[]] => {
  const whole = (word: string): string => (word.includes('/') && existsSync(word) ? resolve(word) : word);
  return [whole(file), ...args.map(whole)];
};
