/** The agent in the process of a test, on this machine: what it does in a lab, without the lab. */
import { Socket } from 'node:net';
import { answer, callsOf, type Post } from '../agent/agent.js';
import { type Channel, type Lab, labBehind } from '../lab_client.js';

/** Aborts `over` as the end of its lab would. */
export function localLab(over: AbortSignal = new AbortController().signal): Lab {
  let heard: Post = () => {};
  const post: Post = (said, handle) => {
    // A socket that comes over a channel is not paused.
    if (handle instanceof Socket) handle.resume();
    heard(structuredClone(said), handle);
  };
  const calls = callsOf((mark, event) => post({ mark, event }), { announce() {}, questions: () => [] });
  const channel: Channel = {
    send(call, sent) {
      void answer(calls, structuredClone(call), post);
      sent(null);
    },
    on(_event, told) {
      heard = told;
    },
  };
  return labBehind(channel, over);
}

export const localNetwork = localLab().agent;
