/** A lab without internet, in namespaces of its own: peers that know only a key find each other there. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once, setMaxListeners } from 'node:events';
import { Unreachable } from '../../suites/case.js';
import { inheritedEnvironment } from '../environment.js';
import { agentCommand } from './built_file.js';
import { type Channel, type Lab, labBehind } from './lab_client.js';
import { labCommand, START } from './namespaces.js';

export interface OpenLab extends Lab {
  close(): Promise<void>;
}

/** How long a lab may take to go by itself, in milliseconds. */
const FAREWELL = 3000;
const MOST_STDERR = 2000;

/** Resolves when the agent is there; Unreachable when it does not come. */
export async function openLab(): Promise<OpenLab> {
  // Programs under test can read the environment of every process in the lab.
  const command = await labCommand(agentCommand(), inheritedEnvironment());
  const { file, args, env } = command;
  const child = spawn(file, args, {
    env,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    serialization: 'advanced',
  });
  const over = endOf(child);
  const close = async (): Promise<void> => {
    if (child.connected) child.disconnect();
    const timer = setTimeout(() => child.kill('SIGKILL'), FAREWELL);
    if (!over.aborted) await once(over, 'abort');
    clearTimeout(timer);
    command.close();
  };
  const late = AbortSignal.timeout(START);
  const ready = new Promise<void>((resolve) => void child.once('message', () => resolve()));
  await Promise.race([ready, aborted(late), aborted(over)]);
  if (over.aborted || late.aborted) {
    const why = over.aborted ? reasonOf(over) : `the lab did not start within ${START} ms`;
    child.kill('SIGKILL');
    await close();
    throw new Unreachable(why);
  }
  return { ...labBehind(child as Channel, over), close };
}

const reasonOf = ({ reason }: AbortSignal): string =>
  reason instanceof Error ? reason.message : String(reason);

const aborted = async (signal: AbortSignal): Promise<void> => {
  if (!signal.aborted) await once(signal, 'abort');
};

/** Aborted when this process ends or fails to start. The reason has the end of its stderr. */
function endOf(child: ChildProcess): AbortSignal {
  const own = new AbortController();
  // Each case that is under way listens to it.
  setMaxListeners(0, own.signal);
  let stderr = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr = (stderr + chunk.toString('utf8')).slice(-MOST_STDERR);
  });
  child
    .once('exit', () => own.abort(new Error(`the lab ended: ${stderr}`)))
    .on('error', (error) => own.abort(new Error(`the lab did not start: ${error.message}`)));
  return own.signal;
}
