/** Prints the keys of our clients in the formats that operators need to pair them. */
import { Miscalled } from '../options.js';
import { clientKeys } from '../target_kind.js';
import { clientsOf, countOfClients, FEW_CLIENTS } from './clients.js';

type Draw = (names: readonly string[], command: string) => readonly string[];

const forms: Readonly<Record<string, Draw>> = {
  lines: (names) => names,
  add: (names, command) => names.map((name) => `${command} pair add ${name}`),
  remove: (names, command) => names.map((name) => `${command} pair remove ${name}`),
  toml: (names) =>
    names.map((name, i) =>
      [
        '[[pair]]',
        `pubkey = "${name}"`,
        `nickname = "conform ${i + 1}"`,
        `added_at = ${Math.floor(Date.now() / 1000)}`,
        '',
      ].join('\n'),
    ),
};

export const keys = clientKeys({
  options: {
    secret: {
      form: 'secret',
      describe: 'the --secret of the run, from which the keys derive: text, env:NAME or file:PATH',
    },
    clients: { form: 'count', describe: `how many keys; default ${FEW_CLIENTS}, as in a run` },
    form: { form: 'choice', choices: Object.keys(forms), describe: 'output format; default lines' },
    command: {
      form: 'text',
      describe: 'for --form add and remove: the command of the daemon; default openhostd',
    },
  },
  help:
    'A running daemon (oh://KEY) answers only paired clients. Pair these before the run, and remove them after it.\n' +
    'Anybody with the secret can act as these clients: choose one that nobody can guess.\n' +
    'lines: one key a line. add, remove: the commands of the known daemon. toml: entries of its allow.toml.',
  examples: [
    ['--secret x', 'print eight keys, one a line'],
    ['--secret file:secret.txt --form add | sh', 'pair the keys with the known daemon'],
    ['--secret x --form add --command "openhostd -c my.toml"', 'use your own configuration'],
    ['--secret x --form toml >> ~/.config/openhost/allow.toml', 'pair the keys without the command'],
    ['--secret x --form remove | sh', 'remove the keys after the run'],
  ],
  draw({ secret, clients, form = 'lines', command = 'openhostd' }) {
    if (secret === undefined)
      throw new Miscalled('--secret is missing: say what the keys derive from, --secret env:NAME');
    if (command !== 'openhostd' && form !== 'add' && form !== 'remove') {
      throw new Miscalled('--command has no effect without --form add or --form remove: add one of them');
    }
    const draw = forms[form];
    if (draw === undefined) throw new Error(`unknown form of keys: ${form}`);
    const names = clientsOf(secret, countOfClients(clients)).map(({ name }) => name);
    return `${draw(names, command).join('\n')}\n`;
  },
});
