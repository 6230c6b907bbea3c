import type { Argv } from 'yargs';
import { UsageError } from './command.js';
import { clientKeys, drawKeys } from './keys/clients.js';
import { newKey } from './keys/new.js';
import { declared } from './option_forms.js';
import { string } from './options.js';

const ACTIONS = ['new'] as const;
const OUT = 'conform.key';

export type Options = {
  readonly action?: (typeof ACTIONS)[number];
  readonly out?: string;
} & Readonly<Record<string, unknown>>;

export const options = (yargs: Argv): Argv<Options> => {
  const own = yargs
    .positional('action', {
      choices: ACTIONS,
      describe: 'new: make a key pair that signs attestations; without new, print the keys of clients',
    })
    .option(
      'out',
      string(
        `new: the file for the private key; the public key goes to the same name with .pub; default ${OUT}`,
      ),
    )
    .options(declared(clientKeys.options))
    .example('$0 keys new', 'write conform.key to sign, conform.key.pub to verify')
    .example('$0 keys new --out release.key', 'choose the name of the key')
    .epilogue(`${clientKeys.help}\nnew writes Ed25519 keys in PEM (PKCS 8 and SPKI), which openssl reads.`);
  return clientKeys.examples.reduce<Argv>(
    (argv, [words, what]) => argv.example(`$0 keys ${words}`, what),
    own,
  ) as Argv<Options>;
};

export function run({ action, out, ...given }: Options): Promise<number> {
  if (action === undefined) {
    if (out !== undefined)
      throw new UsageError('--out: only `conform keys new` takes it: remove it, or add "new"');
    return drawKeys(given);
  }
  const other = Object.keys(clientKeys.options).find((name) => given[name] !== undefined);
  if (other !== undefined)
    throw new UsageError(`--${other}: \`conform keys new\` does not take it: remove it`);
  return newKey(out ?? OUT);
}
