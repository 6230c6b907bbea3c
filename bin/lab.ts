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
      describe: 'the command to run, after --; default $SHELL',
    })
    .epilogue(
      'The lab is a separate network: it has only the loopback address, and a DNS server that knows the peers started in it.\n' +
        'It needs Linux, unshare and ip, but no root. When the command ends, every process in the lab is stopped, and its exit code is returned.',
    )
    .example('$0 lab', 'start a shell in the lab')
    .example('$0 lab -- ./try.sh', 'run a script that starts both ends') as Argv<Options>;

export async function run({ command, _: [, ...behind] }: Options): Promise<number> {
  const words = [...(command ?? []), ...behind].map(String);
  const open = plugins.find(({ lab }) => lab !== undefined)?.lab;
  if (!open) throw new Error('no protocol has a lab');
  const { lab } = await open();
  const refused = await lab.refused();
  if (refused !== undefined) {
    tell(`the lab cannot start here: ${refused}. conform doctor shows what is missing and how to get it.`);
    return EXIT.incomplete;
  }
  return lab.enter(words.length > 0 ? words : [process.env['SHELL'] || '/bin/sh']);
}
