/** The part of the runner inside the lab. It performs calls and reports events there, and knows no cases or verdicts. */
import { Socket as UdpSocket } from 'node:dgram';
import { once } from 'node:events';
import { Socket } from 'node:net';
import { Lost } from '../../../suites/case.js';
import type { Answering, Call, Failure, FromAgent, Handle, Tell } from '../lab_calls.js';
import { openDirectory } from '../lab_names.js';
import { carriers, listening, peerAddresses } from '../proc.js';
import { homes } from './homes.js';
import { openPrograms } from './programs.js';
import { dial, openServices, openUdp } from './sockets.js';

export type Post = (said: FromAgent, handle?: Handle) => void;

/** Until the runner is gone. */
export async function runAgent(process: NodeJS.Process): Promise<void> {
  const over = once(process, 'disconnect');
  const post: Post = (said, handle) => {
    // The runner has the socket once it is sent. If the channel closes before, the lab closes, too.
    const sent = (): void => void (handle instanceof UdpSocket && handle.close());
    process.send?.(said, handle, {}, sent);
  };
  const tell = tellBy(post);
  const directory = await openDirectory('announced', ({ name, mark }) => tell('asked', name, mark));
  const calls = callsOf(tell, directory.announce);
  process.on('message', (said: Call) => void answer(calls, said, post));
  tell('ready');
  await over;
  await directory.close();
}

export const tellBy =
  (post: Post): Tell =>
  (event, ...told) => {
    const last = told.at(-1);
    if (last instanceof Socket) post({ event, told: told.slice(0, -1) }, last);
    else post({ event, told });
  };

export const callsOf = (tell: Tell, announce: Answering['announce']): Answering => ({
  ...openPrograms(tell),
  ...openServices((service, socket) => tell('connection', service, socket)),
  ...homes,
  dial,
  udp: openUdp,
  listening,
  listensForPeers: (mark) => peerAddresses(carriers(mark)).length > 0,
  announce,
});

/** Performs a call, and never rejects. */
export async function answer(calls: Answering, { call, name, given }: Call, post: Post): Promise<void> {
  try {
    const perform = calls[name] as (...given: readonly unknown[]) => unknown;
    const value = await perform(...given);
    if (value instanceof Socket || value instanceof UdpSocket) post({ answer: call }, value);
    else post({ answer: call, value });
  } catch (error) {
    post({ answer: call, failure: failureOf(error) });
  }
}

function failureOf(error: unknown): Failure {
  if (!(error instanceof Error)) return { message: String(error) };
  const { message } = error;
  if (error instanceof Lost) return { message, lost: true };
  return 'code' in error ? { message, code: String(error.code) } : { message };
}
