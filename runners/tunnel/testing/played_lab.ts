import type { Agent, FromAgent } from '../agent/agent.js';
import type { ProgramEvent } from '../agent/programs.js';
import { type Channel, labBehind } from '../lab_client.js';

/** A lab whose agent is the test: `answer` answers each call at once, and `tell` tells of a program. */
export function playedLab(answer: (name: keyof Agent, ...given: readonly unknown[]) => unknown) {
  let hear: (said: FromAgent) => void = () => {};
  const channel: Channel = {
    send({ call, name, given }) {
      hear({ answer: call, value: answer(name, ...given) });
    },
    on(_event, heard) {
      hear = heard;
    },
  };
  return {
    lab: labBehind(channel, new AbortController().signal),
    tell: (mark: string, event: ProgramEvent): void => hear({ mark, event }),
  };
}
