import type { Argv } from 'yargs';
import type { Command } from './command.js';
import { newKey } from './keys/new.js';

const ACTIONS = ['new'] as const;

interface Options {
  readonly action: (typeof ACTIONS)[number];
  readonly out: string;
}

export const options: Command<Options>['options'] = (yargs: Argv): Argv<Options> =>
  yargs
    .positional('action', {
      choices: ACTIONS,
      demandOption: true,
      describe: 'new: make a key pair that signs attestations',
    })
    .option('out', {
      type: 'string',
      requiresArg: true,
      default: 'conform.key',
      describe: 'the file of the private key; the public one is written beside it, with .pub',
    })
    .example('$0 keys new', 'conform.key to sign, conform.key.pub to verify')
    .example('$0 keys new --out release.key', 'a key with a name of yours')
    .epilogue('Ed25519, in PEM (PKCS 8 and SPKI), so that openssl reads both files.');

export const run = ({ out }: Options): Promise<number> => newKey(out);
