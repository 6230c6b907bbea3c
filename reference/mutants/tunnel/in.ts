import { setTimeout as sleep } from 'node:timers/promises';
import { DecodeError } from '../../bytes/error.js';
import { mapping, readMappings } from '../../tunnel/mapping.js';
import { mutant, readable, wrongIn } from './mutant.js';

const readEach = (change: (word: string) => string) => (words: readonly string[]) =>
  readMappings(words, (word) => mapping.decode(change(word)));

const words = [
  mutant({
    id: 'key-checked-late',
    clause: ['IN-1'],
    what: 'in runs on for a minute with a key that is malformed.',
    kills: ['in/no-key'],
    change: (rules) => ({
      async readPublicKey(word) {
        try {
          return await rules.readPublicKey(word);
        } catch (error) {
          await sleep(60_000);
          throw error;
        }
      },
    }),
  }),
  mutant({
    id: 'no-mapping-needed',
    clause: ['IN-1'],
    what: 'in starts without a mapping.',
    kills: ['in/no-mapping'],
    change: (rules) => ({ readMappings: (texts) => (texts.length === 0 ? [] : rules.readMappings(texts)) }),
  }),
  mutant({
    id: 'one-port-for-both',
    clause: ['IN-2'],
    what: 'A single port is read as local and remote port.',
    kills: ['in/refuses-no-colon'],
    change: () => ({ readMappings: readEach((word) => (word.includes(':') ? word : `${word}:${word}`)) }),
  }),
  mutant({
    id: 'third-part-ignored',
    clause: ['IN-2'],
    what: 'The third part of a mapping is ignored.',
    kills: ['in/refuses-three-parts'],
    change: () => ({ readMappings: readEach((word) => word.split(':', 2).join(':')) }),
  }),
  mutant({
    id: 'empty-mapping-skipped',
    clause: ['IN-2'],
    what: 'An empty mapping is skipped.',
    kills: ['in/refuses-empty'],
    change: () => ({ readMappings: (texts) => texts.filter((word) => word !== '').map(mapping.decode) }),
  }),
  mutant({
    id: 'wrong-mappings-skipped',
    clause: ['IN-2'],
    what: 'A wrong mapping beside a right one is skipped.',
    kills: ['in/refuses-one-of-two'],
    change: (rules) => ({
      readMappings(texts) {
        const right = readable(texts, mapping.decode);
        return rules.readMappings(right.length === 0 ? texts : right);
      },
    }),
  }),
  mutant({
    id: 'first-mapping-for-all',
    clause: ['IN-2', 'IN-6'],
    what: 'Every mapping leads to the remote port of the first.',
    kills: ['in/ports-in-order', ...wrongIn('udp/unlisted')],
    change: (rules) => ({
      readMappings(texts) {
        const all = rules.readMappings(texts);
        return all.map((one) => ({ ...one, remote: all[0]?.remote ?? one.remote }));
      },
    }),
  }),
  mutant({
    id: 'second-stdio-taken',
    clause: ['IN-8'],
    what: 'Two stdio mappings are accepted.',
    kills: ['in/two-stdio'],
    change: () => ({ readMappings: (texts) => texts.map(mapping.decode) }),
  }),
  mutant({
    id: 'stdio-udp-taken',
    clause: ['IN-9'],
    what: 'A stdio mapping over UDP is accepted and runs over TCP.',
    kills: ['in/stdio-udp'],
    change: () => ({ readMappings: readEach((word) => word.replace(/^(-:.*)\/udp$/, '$1')) }),
  }),
  mutant({
    id: 'ports-swapped',
    clause: ['IN-4'],
    what: 'Local and remote port are swapped.',
    kills: ['in/loopback-only'],
    change: (rules) => ({
      readMappings: (texts) =>
        rules
          .readMappings(texts)
          .map((one) => (one.local === 'stdio' ? one : { ...one, local: one.remote, remote: one.local })),
    }),
  }),
  mutant({
    id: 'base32-unknown',
    clause: ['IN-13'],
    what: 'A public key in base32 is rejected.',
    kills: ['in/base32'],
    change: (rules) => ({
      readPublicKey(word) {
        if (word.length === 52) throw new DecodeError('public-key/length');
        return rules.readPublicKey(word);
      },
    }),
  }),
];

const listeners = [
  mutant({
    id: 'listens-on-all',
    clause: ['IN-11'],
    what: 'TCP listeners are bound to all interfaces.',
    kills: ['in/loopback-only'],
    change: (rules) => ({ bindAddress: (proto) => (proto === 'tcp' ? '0.0.0.0' : rules.bindAddress(proto)) }),
  }),
  mutant({
    id: 'listens-on-all-udp',
    clause: ['IN-11'],
    what: 'UDP listeners are bound to all interfaces.',
    kills: ['in/loopback-only-udp'],
    change: (rules) => ({ bindAddress: (proto) => (proto === 'udp' ? '0.0.0.0' : rules.bindAddress(proto)) }),
  }),
  mutant({
    id: 'banner-on-stdout',
    clause: ['IN-12', 'IN-7'],
    what: 'in prints a line to stdout when it is connected.',
    kills: ['in/loopback-only', 'in/stdio-refused-to-reference'],
    change: (rules) => ({
      serveIn(options) {
        options.stdout.write('connected\n');
        return rules.serveIn(options);
      },
    }),
  }),
];

const connection = [
  mutant({
    id: 'connection-each',
    clause: ['IN-10'],
    what: 'Each mapping has a connection of its own.',
    kills: ['in/one-connection', 'in/one-connection-mixed'],
    change: () => ({ connectionFor: (_mapping, _shared, again) => again() }),
  }),
  mutant({
    id: 'connection-for-stdio',
    clause: ['IN-10'],
    what: 'A stdio mapping has a connection of its own.',
    kills: ['in/one-connection-mixed'],
    change: () => ({
      connectionFor: async ({ local }, shared, again) => (local === 'stdio' ? again() : shared),
    }),
  }),
  mutant({
    id: 'connection-for-stream',
    clause: ['IN-10', 'FORWARDING-1'],
    what: 'Each TCP connection has a QUIC connection of its own.',
    kills: ['in/one-connection-mixed'],
    only: 'in',
    change: (rules) => ({
      async bind(options) {
        const peer = await rules.bind(options);
        return {
          ...peer,
          async connect(...whom) {
            const shared = await peer.connect(...whom);
            return { ...shared, open: async () => (await peer.connect(...whom)).open() };
          },
        };
      },
    }),
  }),
  mutant({
    id: 'unreachable-not-told',
    clause: ['IN-14'],
    what: 'in exits with code 0 when its peer cannot be reached.',
    kills: ['in/unknown-peer'],
    change: () => ({ unreachable: () => 0 }),
  }),
  mutant({
    id: 'loss-crashes',
    clause: ['IN-14'],
    what: 'in crashes when its peer is lost.',
    kills: ['in/peer-leaves'],
    change: () => ({
      lost() {
        process.kill(process.pid, 'SIGSEGV');
        return 1;
      },
    }),
  }),
  mutant({
    id: 'loss-not-told',
    clause: ['IN-14'],
    what: 'in exits with code 0 when its peer is lost.',
    kills: ['in/peer-leaves', 'in/peer-killed'],
    change: () => ({ lost: () => 0 }),
  }),
  mutant({
    id: 'stdin-awaited',
    clause: ['IN-15'],
    what: 'in with a stdio mapping exits only when stdin ends.',
    kills: wrongIn('in/remote-ends'),
    change: () => ({ stdioEndsWithRemote: false }),
  }),
  mutant({
    id: 'stdio-never-exits',
    clause: ['IN-15'],
    what: 'in with a stdio mapping never exits by itself.',
    kills: [...wrongIn('in/remote-ends'), ...wrongIn('in/stdio-exits')],
    change: (rules) => ({
      serveIn: async (options) => ({ ...(await rules.serveIn(options)), stdio: new Promise(() => {}) }),
    }),
  }),
];

export const into = [...words, ...listeners, ...connection];
