/** The runner's end of the channel to the agent in a lab. */
import { Lost } from '../../suites/case.js';
import type { Agent, Call, Failure, FromAgent, Handle } from './agent/agent.js';
import type { ProgramEvent } from './agent/programs.js';

type Hear = (event: ProgramEvent) => void;

/** The lab as the ports of cases use it. */
export interface Lab {
  readonly agent: Agent;
  /** Tells what becomes of the program with this mark, until the returned function is called. */
  watch(mark: string, hear: Hear): () => void;
  /** Aborted, with the reason, when there is no lab any more. */
  readonly over: AbortSignal;
}

/** As much of a child process as is used here. */
export interface Channel {
  send(call: Call, sent: (error: Error | null) => void): unknown;
  on(event: 'message', heard: (said: FromAgent, handle?: Handle) => void): unknown;
}

interface Waiting {
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

/** The lab whose agent is behind this channel. */
export function labBehind(channel: Channel, over: AbortSignal): Lab {
  const waiting = new Map<number, Waiting>();
  const watching = new Map<string, Hear>();
  let count = 0;
  over.addEventListener('abort', () => {
    for (const { reject } of waiting.values()) reject(over.reason);
    waiting.clear();
  });
  channel.on('message', (said, handle) => {
    if ('event' in said) return watching.get(said.mark)?.(said.event);
    const asking = waiting.get(said.answer);
    waiting.delete(said.answer);
    if ('failure' in said) asking?.reject(errorOf(said.failure));
    else asking?.resolve(handle ? ofOurEnds(handle) : said.value);
  });
  const send = (name: keyof Agent, given: readonly unknown[]): Promise<unknown> =>
    new Promise((resolve, reject) => {
      if (over.aborted) return reject(over.reason);
      const call = count++;
      waiting.set(call, { resolve, reject });
      channel.send({ call, name, given }, (error) => {
        if (!error) return;
        waiting.delete(call);
        reject(error);
      });
    });
  return {
    agent: new Proxy({} as Agent, {
      get:
        (_agent, name: keyof Agent) =>
        (...given: readonly unknown[]) =>
          send(name, given),
    }),
    watch(mark, hear) {
      watching.set(mark, hear);
      return () => void watching.delete(mark);
    },
    over,
  };
}

/** A socket loses its options when it is sent. The halves of a connection end independently, also of one that a server accepts. */
const ofOurEnds = (handle: Handle): Handle => Object.assign(handle, { allowHalfOpen: true, noDelay: true });

function errorOf({ message, code, lost }: Failure): Error {
  if (lost) return new Lost(message);
  const error = new Error(message);
  return code === undefined ? error : Object.assign(error, { code });
}
