/** A lab without internet, in namespaces of its own: peers that know only a key find each other there. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once, setMaxListeners } from 'node:events';
import { Unreachable } from '../../suites/case.js';
import { removeFolder, temporaryFolder } from '../cleanup/temporary.js';
import { inheritedEnvironment } from '../environment.js';
import { agent } from './built_file.js';
import { type Lab, labBehind } from './lab_client.js';
import { commandIn, START } from './namespaces.js';

export interface OpenLab extends Lab {
  close(): Promise<void>;
}

/** How long a lab may take to go by itself, in milliseconds. */
const FAREWELL = 3000;
const MOST_STDERR = 2000;

/** Resolves when the agent is there; Unreachable when it does not come. */
export async function openLab(): Promise<OpenLab> {
  const folder = temporaryFolder('lab');
  // Programs under test can read the environment of every process in the lab.
  const { file, args, env } = await commandIn(folder, agent(), inheritedEnvironment());
  const child = spawn(file, args, {
    env,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    serialization: 'advanced',
  });
  const over = endOf(child);
  const { lab, ready } = labBehind(child, over);
  const close = async (): Promise<void> => {
    if (child.connected) child.disconnect();
    const timer = setTimeout(() => child.kill('SIGKILL'), FAREWELL);
    if (!over.aborted) await once(over, 'abort');
    clearTimeout(timer);
    removeFolder(folder);
  };
  const late = AbortSignal.timeout(START);
  await Promise.race([ready, aborted(late), aborted(over)]);
  if (over.aborted) {
    await close();
    throw new Unreachable(reasonOf(over));
  }
  if (late.aborted) {
    child.kill('SIGKILL');
    await close();
    throw new Unreachable(`the lab did not start within ${START} ms`);
  }
  return { ...lab, close };
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
