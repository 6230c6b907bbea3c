/** Tunnel programs that choose otherwise what the text leaves free: no gating case may fail or be blocked for one. */
import { setTimeout as sleep } from 'node:timers/promises';
import { base32 } from '../../bytes/base32.js';
import { hex } from '../../bytes/hex.js';
import type { Rules } from '../../tunnel/peers/rules.js';
import type { Mutant } from '../mutant.js';

export type TunnelEquivalent = Omit<Mutant<Rules>, 'clause'>;

const program = (id: string, what: string, change: (rules: Rules) => Partial<Rules>): TunnelEquivalent => ({
  id,
  what,
  change: (rules) => ({ ...rules, ...change(rules) }),
});

function* cut(bytes: Uint8Array, most: number): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += most) yield bytes.subarray(at, at + most);
}

const words: readonly TunnelEquivalent[] = [
  program('logs-in-json', 'Prints its key in a line of JSON, among other lines of a log.', () => ({
    printKey(key, { stderr }) {
      const line = (fields: object): void =>
        void stderr.write(`${JSON.stringify({ level: 'INFO', ...fields })}\n`);
      for (let at = 0; at < 40; at++) line({ at, message: 'starting' });
      line({ message: 'ready', publicKey: key });
      line({ message: 'waiting for peers' });
    },
  })),
  program('prints-base32', 'Prints its key in base32.', (rules) => ({
    printKey: (key, around) => rules.printKey(base32.encode(hex.decode(key)), around),
  })),
  program(
    'other-exit-codes',
    'Ends with 64 for wrong usage and with 3 for what failed, in words of its own.',
    () => ({
      exitCodes: { failed: 3, wrongUsage: 64 },
      unreachable(_error, tell) {
        tell('gave up: nobody answers (os error 110)');
        return 3;
      },
      lost(_why, tell) {
        tell('thread main: peer hung up');
        return 70;
      },
    }),
  ),
];

const paces: readonly TunnelEquivalent[] = [
  program('starts-slowly', 'Needs 1.2 s to start.', (rules) => ({
    async bind(options) {
      await sleep(1200);
      return rules.bind(options);
    },
  })),
  program('connects-slowly', 'Needs 0.3 s to reach a service.', (rules) => ({
    async connectLocal(port) {
      await sleep(300);
      return rules.connectLocal(port);
    },
  })),
  program('refuses-later', 'Refuses a stream 0.3 s later.', (rules) => ({
    refuse: (stream) => void setTimeout(() => rules.refuse(stream), 300),
  })),
];

const bytes: readonly TunnelEquivalent[] = [
  program('small-writes', 'Writes to streams no more than 1,000 bytes at once.', (rules) => ({
    async send(stream, sent) {
      for (const part of cut(sent, 1000)) await rules.send(stream, part);
    },
  })),
  program('small-deliveries', 'Hands on to local ends no more than 1,460 bytes at once.', (rules) => ({
    async deliver(to, sent) {
      for (const part of cut(sent, 1460)) await rules.deliver(to, part);
    },
  })),
];

export const tunnelEquivalents: readonly TunnelEquivalent[] = [...words, ...paces, ...bytes];
