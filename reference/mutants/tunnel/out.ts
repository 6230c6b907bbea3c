import { portSpec, readPortSpecs } from '../../tunnel/port_spec.js';
import { mutant, readable } from './mutant.js';
import { ports } from './ports.js';
import { onePeerOnly } from './transport.js';

const decoded = (words: readonly string[]) => words.map(portSpec.decode);

const words = [
  mutant({
    id: 'no-spec-needed',
    clause: ['OUT-1'],
    what: 'out starts without a port spec.',
    kills: ['out/no-spec'],
    change: (rules) => ({ readPortSpecs: (specs) => (specs.length === 0 ? [] : rules.readPortSpecs(specs)) }),
  }),
  mutant({
    id: 'duplicates-taken',
    clause: ['OUT-4'],
    what: 'A port spec may be given twice.',
    kills: ['out/refuses-duplicate'],
    change: () => ({ readPortSpecs: decoded }),
  }),
  mutant({
    id: 'duplicates-by-text',
    clause: ['OUT-4'],
    what: 'Two spellings of one port spec are not recognized as duplicates.',
    kills: ['out/refuses-duplicate-spelled'],
    change: (rules) => ({
      readPortSpecs: (specs) =>
        new Set(specs).size === specs.length ? decoded(specs) : rules.readPortSpecs(specs),
    }),
  }),
  mutant({
    id: 'wrong-specs-skipped',
    clause: ['OUT-3'],
    what: 'A wrong port spec beside a right one is skipped.',
    kills: ['out/refuses-one-of-two'],
    change: (rules) => ({
      readPortSpecs(specs) {
        const right = readable(specs, portSpec.decode);
        return rules.readPortSpecs(right.length === 0 ? specs : right);
      },
    }),
  }),
  mutant({
    id: 'duplicates-by-port',
    clause: ['OUT-4'],
    what: 'A port that is exposed over both protocols is rejected as a duplicate.',
    kills: ['out/both-protocols'],
    change: (rules) => ({
      readPortSpecs(specs) {
        readPortSpecs(decoded(specs).map(({ port }) => `${port}`));
        return rules.readPortSpecs(specs);
      },
    }),
  }),
];

/** Long enough for a reader that looks at stdout only after the key came on stderr. */
const LATER = 150;

const key = [
  mutant({
    id: 'key-on-stdout',
    clause: ['OUT-5', 'OUT-8'],
    what: 'The public key is printed to stdout.',
    kills: ['out/key-on-stderr'],
    change: () => ({ printKey: (text, { stdout }) => void stdout.write(`public key: ${text}\n`) }),
  }),
  mutant({
    id: 'key-on-both',
    clause: ['OUT-8'],
    what: 'The public key is printed to stderr, and a little later to stdout as well.',
    kills: ['out/key-on-stderr'],
    change: (rules) => ({
      printKey(text, around) {
        rules.printKey(text, around);
        setTimeout(() => around.stdout.write(`public key: ${text}\n`), LATER);
      },
    }),
  }),
  mutant({
    id: 'key-not-printed',
    clause: ['OUT-5'],
    what: 'out starts without printing its key.',
    kills: ['out/key-on-stderr'],
    change: () => ({ printKey: (_text, { stderr }) => void stderr.write('ready\n') }),
  }),
];

const peers = [
  mutant({
    id: 'one-peer-only',
    clause: ['OUT-6'],
    what: 'out accepts the next peer only when the one before has gone.',
    kills: ['out/peer-killed'],
    change: (rules) => ({ bind: async (options) => onePeerOnly(await rules.bind(options)) }),
  }),
];

export const out = [...words, ...ports, ...key, ...peers];
