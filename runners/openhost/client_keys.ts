/** The keys of our clients, in the forms in which operators admit them. */
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
      describe: 'what the keys derive from: the --secret of the run, as text, env:NAME or file:PATH',
    },
    clients: { form: 'count', describe: `how many; ${FEW_CLIENTS}, as in a run without --clients` },
    form: { form: 'choice', choices: Object.keys(forms), describe: 'how they are written; lines' },
    command: { form: 'text', describe: 'for --form add and remove: how the daemon is called; openhostd' },
  },
  help:
    'A daemon that somebody else runs (oh://KEY) answers none but paired clients. Pair these before the run, and remove them after it.\n' +
    'Whoever has the secret can be these clients: take one that nobody guesses.\n' +
    'lines: one key a line. add, remove: the commands of the known daemon. toml: entries of its allow.toml.',
  examples: [
    ['--secret x', 'eight keys, one a line'],
    ['--secret file:secret.txt --form add | sh', 'pair them with the known daemon'],
    ['--secret x --form add --command "openhostd -c my.toml"', 'with a configuration of yours'],
    ['--secret x --form toml >> ~/.config/openhost/allow.toml', 'without its command'],
    ['--secret x --form remove | sh', 'after the run'],
  ],
  draw({ secret, clients, form = 'lines', command = 'openhostd' }) {
    if (secret === undefined)
      throw new Miscalled('--secret is missing: say what the keys derive from, --secret env:NAME');
    if (command !== 'openhostd' && form !== 'add' && form !== 'remove') {
      throw new Miscalled('--command has no effect without --form add or --form remove: add one of them');
    }
    const draw = forms[form];
    if (draw === undefined) throw new Error(`${form} is no form of keys`);
    const names = clientsOf(secret, countOfClients(clients)).map(({ name }) => name);
    return `${draw(names, command).join('\n')}\n`;
  },
});
