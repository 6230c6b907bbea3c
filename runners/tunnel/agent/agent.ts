/** The part of the runner inside the lab. It performs calls and reports events there, and knows no cases or verdicts. */
import { Socket as UdpSocket } from 'node:dgram';
import { once } from 'node:events';
import { Server, Socket } from 'node:net';
import { Lost } from '../../../suites/case.js';
import { type AnnouncedPeers, announcedPeers } from '../dns_peers.js';
import { type Dns, openDns } from '../dns_server.js';
import { carriers, listening, peerAddresses } from '../proc.js';
import { homes } from './homes.js';
import { openPrograms, type ProgramEvent, type Tell } from './programs.js';
import { sockets } from './sockets.js';

/** What the agent can do. A program is named by the mark that all its processes carry in their environment. */
export const callsOf = (
  tell: Tell,
  { announce, questions }: Pick<AnnouncedPeers, 'announce'> & Pick<Dns, 'questions'>,
) => ({
  ...openPrograms(tell),
  ...sockets,
  ...homes,
  listening,
  /** Whether it listens for peers. */
  listensForPeers: (mark: string): boolean => peerAddresses(carriers(mark)).length > 0,
  announce,
  questions,
});

export type Calls = ReturnType<typeof callsOf>;

/** The agent as the runner calls it, over the channel that Node has between a process and its child. */
export type Agent = {
  readonly [K in keyof Calls]: (...given: Parameters<Calls[K]>) => Promise<Awaited<ReturnType<Calls[K]>>>;
};

export interface Call {
  readonly call: number;
  readonly name: keyof Calls;
  readonly given: readonly unknown[];
}

export interface Failure {
  readonly message: string;
  /** Of a system call. */
  readonly code?: string;
  /** A fault of the program under test. */
  readonly lost?: true;
}

export type FromAgent =
  | { readonly answer: number; readonly value?: unknown }
  | { readonly answer: number; readonly failure: Failure }
  | { readonly mark: string; readonly event: ProgramEvent };

/** What comes with an answer, as its value. The runner reads and writes it itself. */
export type Handle = Socket | Server | UdpSocket;

export type Post = (said: FromAgent, handle?: Handle) => void;

/** Until the runner is gone. */
export async function runAgent(process: NodeJS.Process): Promise<void> {
  const over = once(process, 'disconnect');
  const post: Post = (said, handle) => {
    // The runner has the socket once it is sent. If the channel closes before, the lab closes, too.
    const sent = (): void => void (handle instanceof Socket || handle?.close());
    process.send?.(said, handle, {}, sent);
  };
  const { announce, addressesOf } = announcedPeers((mark) => peerAddresses(carriers(mark)));
  const dns = await openDns({ addressesOf });
  const calls = callsOf((mark, event) => post({ mark, event }), { announce, questions: dns.questions });
  process.on('message', (said: Call) => void answer(calls, said, post));
  process.send?.('ready');
  await over;
  dns.close();
}

/** Performs a call, and never rejects. */
export async function answer(calls: Calls, { call, name, given }: Call, post: Post): Promise<void> {
  try {
    const perform = calls[name] as (...given: readonly unknown[]) => unknown;
    const value = await perform(...given);
    if (isHandle(value)) post({ answer: call }, value);
    else post({ answer: call, value });
  } catch (error) {
    post({ answer: call, failure: failureOf(error) });
  }
}

const isHandle = (value: unknown): value is Handle =>
  [Socket, Server, UdpSocket].some((kind) => value instanceof kind);

function failureOf(error: unknown): Failure {
  if (!(error instanceof Error)) return { message: String(error) };
  const { message } = error;
  if (error instanceof Lost) return { message, lost: true };
  return 'code' in error ? { message, code: String(error.code) } : { message };
}
