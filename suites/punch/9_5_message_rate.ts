import { Unreachable } from '../case.js';
import type { Case } from '../model.js';
import { first, register } from './peers.js';
import type { PunchPort, PunchSocket } from './port.js';
import { FLOOD, punchCase } from './steps.js';

const MESSAGES = 10_000;
/** Milliseconds without a further answer. */
const QUIET = 1_500;

export const messageRate: readonly Case[] = [
  punchCase({
    id: 'punch/9.5/message-rate',
    expects: 'refusal',
    control: 'punch/6.1/open',
    requires: ['PUNCH-9.5-2'],
    title: 'a token that sends 10,000 messages at once receives fewer answers or a close',
    why: 'One client that runs wild slows the broker down for all sessions.',
    harm: FLOOD,
    async run({ punch, expect }) {
      const { send, answers, socket } = await answeredAgain(punch);
      const before = answers();
      for (let i = 0; i < MESSAGES; i++) send();
      let served = -1;
      while (answers() > served && answers() - before < MESSAGES) {
        served = answers();
        if ((await socket.ended(QUIET)) !== 'open') break;
      }
      const limited = (await socket.ended(0)) !== 'open' || answers() - before < MESSAGES;
      expect.that('the broker limits the messages of a token', limited, {
        expected: `fewer than ${MESSAGES} answers, or a close`,
        observed: `${answers() - before} answers`,
      });
    },
  }),
];

interface Answered {
  readonly socket: PunchSocket;
  readonly send: () => void;
  /** How many answers equal the first one. */
  readonly answers: () => number;
}

/** Finds a message that the broker answers each time, so that later silence must come from a limit. */
async function answeredAgain(punch: PunchPort): Promise<Answered> {
  const { session, token } = await punch.stream();
  const kinds: readonly (readonly [string, (socket: PunchSocket) => void])[] = [
    ['error', (socket) => socket.send({ type: 'nonsense' })],
    ['punch.pong', (socket) => socket.send({ type: 'punch.ping' })],
    ['session', (socket) => register(socket, first)],
  ];
  for (const [type, sendTo] of kinds) {
    const socket = await punch.open(session.name, token);
    const texts = new Set<string | undefined>();
    for (let i = 0; i < 3 && !texts.has(undefined); i++) {
      const from = socket.heard.length;
      sendTo(socket);
      await socket.next(type, { from, within: Math.min(punch.patience, 1_500) });
      texts.add(socket.heard.slice(from).find(({ message }) => message?.['type'] === type)?.text);
    }
    const [said] = texts;
    if (texts.size === 1 && said !== undefined && (await socket.ended(0)) === 'open') {
      const answers = () => socket.heard.filter(({ text }) => text === said).length;
      return { socket, send: () => sendTo(socket), answers };
    }
    socket.close();
    await socket.ended(1_000);
  }
  throw new Unreachable('this broker answers no message every time, so its answers cannot be counted');
}
