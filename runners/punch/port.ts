import { setMaxListeners } from 'node:events';
import type { Context } from '../../suites/model.js';
import type { PunchPort } from '../../suites/punch/port.js';
import { create } from './creations.js';
import { forgeryWith } from './forgery.js';
import { isLoopback } from './loopback.js';
import type { Asker } from './one_request.js';
import { http } from './requests.js';
import { sessionsOf } from './sessions.js';
import { type Plain, shareIn } from './sharing.js';
import type { Memory, TestedBroker } from './tested_broker.js';
import { createTranscript } from './transcript.js';
import { upgradesOf } from './upgrades.js';
import { wireOf } from './wire.js';

type Asking = Pick<Context, 'signal' | 'note' | 'defer' | 'attempt' | 'step' | 'inQueue'>;

/** The port of one case; without a context, the port of scenarios that several cases share. */
export function punchPort(tested: TestedBroker, context?: Asking): PunchPort {
  const memory = context && context.attempt > 1 ? tested.anew() : tested.memory;
  return portOf(askerFor(tested, memory, context));
}

function portOf(asker: Asker): PunchPort {
  const { tested, memory } = asker;
  const { url, patience, description } = tested;
  const share = shareIn(memory, asker.transcript, asker.inQueue);
  const plain: Plain = (transcript) => portOf(askerFor(tested, memory, undefined, transcript));
  return {
    scheme: url.protocol === 'https:' ? 'https' : 'http',
    sources: memory.sources,
    loopback: isLoopback(url),
    patience,
    description,
    scenario: (name, make) => share(name, (transcript) => make(portOf({ ...asker, transcript }))),
    freshName: tested.freshName,
    limitedEarly: () => memory.budget.metEarlyLimit,
    http: (request) => http(asker, request),
    create: (body, options) => create(asker, body, options),
    ...sessionsOf(asker, share, plain),
    ...forgeryWith(tested, share, plain),
    ...upgradesOf(asker, share, plain),
    ...wireOf(asker),
  };
}

function askerFor(
  tested: TestedBroker,
  memory: Memory,
  context: Asking | undefined,
  transcript = createTranscript(context?.step),
): Asker {
  const signal = context?.signal ?? tested.ended;
  // Node warns at eleven listeners, and a case may have twenty requests under way.
  setMaxListeners(0, signal);
  context?.defer(() => {
    if (!transcript.isEmpty()) context.note('transcript', () => transcript.lines().join('\n'));
  });
  return {
    tested,
    memory,
    transcript,
    signal,
    inQueue: context?.inQueue ?? ((turn) => turn),
    defer: (teardown) => context?.defer(teardown),
  };
}
