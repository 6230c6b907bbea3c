/** The runner's end of the channel to the agent in a lab. */
import type { ChildProcess } from 'node:child_process';
import { Lost } from '../../suites/case.js';
import type { Network } from './ends.js';
import type { Call, CallLab, Ended, Failure, FromAgent, Handle, LabEvents } from './lab_calls.js';
import { networkOver } from './network.js';

/** Receives the events of one program. */
export interface OfProgram {
  output(stream: 'stdout' | 'stderr', bytes: Uint8Array): void;
  ended(how: Ended): void;
  closed(): void;
}

/** The lab as the ports of cases use it. */
export interface Lab {
  readonly call: CallLab;
  readonly network: Network;
  /** Sends the events of the program with this mark to `program`, until the returned function is called. */
  watch(mark: string, program: OfProgram): () => void;
  /** Names, other than those of peers, that this program asked the DNS for. */
  questions(mark: string): readonly string[];
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

/** The agent behind this channel, and when it is ready. */
export function labBehind(
  channel: Channel | ChildProcess,
  over: AbortSignal,
): { readonly lab: Lab; readonly ready: Promise<void> } {
  const calls = callsOver(channel as Channel, over);
  const { network, connection } = networkOver(calls.call);
  const programs = new Map<string, OfProgram>();
  const asked: { readonly name: string; readonly mark: string }[] = [];
  const ready = new Promise<void>((resolve) => {
    const events: LabEvents = {
      ready: resolve,
      output: (mark, ...told) => programs.get(mark)?.output(...told),
      ended: (mark, how) => programs.get(mark)?.ended(how),
      closed: (mark) => programs.get(mark)?.closed(),
      asked: (name, mark) => void asked.push({ name, mark }),
      connection,
    };
    (channel as Channel).on('message', (said, handle) => {
      if ('answer' in said) return calls.answered(said, handle);
      const tell = events[said.event] as (...told: readonly unknown[]) => void;
      tell(...said.told, ...(handle ? [handle] : []));
    });
  });
  return {
    ready,
    lab: {
      call: calls.call,
      network,
      over,
      watch(mark, program) {
        programs.set(mark, program);
        return () => void programs.delete(mark);
      },
      questions: (of) => asked.filter(({ mark }) => mark === of).map(({ name }) => name),
    },
  };
}

function callsOver(channel: Channel, over: AbortSignal) {
  const waiting = new Map<number, Waiting>();
  let count = 0;
  over.addEventListener('abort', () => {
    for (const { reject } of waiting.values()) reject(over.reason);
    waiting.clear();
  });
  const call: CallLab = (name, ...given) =>
    new Promise((resolve, reject) => {
      if (over.aborted) return reject(over.reason);
      const call = count++;
      waiting.set(call, { resolve: resolve as Waiting['resolve'], reject });
      channel.send({ call, name, given }, (error) => {
        if (!error) return;
        waiting.delete(call);
        reject(error);
      });
    });
  const answered = (said: Extract<FromAgent, { answer: number }>, handle?: Handle): void => {
    const asking = waiting.get(said.answer);
    waiting.delete(said.answer);
    if ('failure' in said) asking?.reject(errorOf(said.failure));
    else asking?.resolve(handle ?? said.value);
  };
  return { call, answered };
}

function errorOf({ message, code, lost }: Failure): Error {
  if (lost) return new Lost(message);
  const error = new Error(message);
  return code === undefined ? error : Object.assign(error, { code });
}
