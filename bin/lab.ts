import type { Argv } from 'yargs';
import { EXIT } from '../exit.js';
import { plugins } from '../runners/registry/plugins.js';
import { tell } from './output.js';

interface Options {
  readonly command: readonly string[] | undefined;
  /** Everything after `--`. */
  readonly _: readonly (string | number)[];
}

export const options = (yargs: Argv): Argv<Options> =>
  yargs
    .positional('command', {
      type: 'string',
      array: true,
      describe: 'what to run, behind --; without one $SHELL',
    })
    .epilogue(
      'The lab is a network of its own: nothing but the loopback address, and a DNS that knows the peers started in it.\n' +
        'It needs Linux, unshare and ip, and no root. All that runs in it ends with the command, whose exit code is returned.',
    )
    .example('$0 lab', 'a shell in the lab')
    .example('$0 lab -- ./try.sh', 'a script that starts both ends') as Argv<Options>;

export async function run({ command, _: [, ...behind] }: Options): Promise<number> {
  const words = [...(command ?? []), ...behind].map(String);
  const open = plugins.find(({ lab }) => lab !== undefined)?.lab;
  if (!open) throw new Error('no protocol has a lab');
  const lab = await open();
  const refused = await lab.refused();
  if (refused !== undefined) {
    tell(`there is no lab here: ${refused}. conform doctor shows what is missing and how to get it.`);
    return EXIT.incomplete;
  }
  return lab.enter(words.length > 0 ? words : [process.env['SHELL'] || '/bin/sh']);
}
