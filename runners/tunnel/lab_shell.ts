/** A command of the user inside the lab: the two ends of a tunnel can be tried by hand there. */
import { spawn } from 'node:child_process';
import { type EventEmitter, once } from 'node:events';
import { constants } from 'node:os';
import type { Lab } from '../target_kind.js';
import { agentCommand } from './built_file.js';
import { openDns } from './dns_server.js';
import { addressesByKeyFile } from './key_holders.js';
import { labCommand, labRefused } from './namespaces.js';

/** As a shell reports a program that cannot be started, or that a signal ended. */
const NOT_STARTED = 127;
const SIGNALLED = 128;
/** The word by which what is started inside runs a command; without it, it is the agent. */
const SHELL = 'shell';

/** Resolves to the exit code of a command, when it has ended. */
export async function exitOf(child: EventEmitter): Promise<number> {
  const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
  return code ?? SIGNALLED + (signal === null ? 0 : constants.signals[signal]);
}

/** Makes a lab, runs the command in it, and removes the lab. Every process in it ends with the command. */
async function enterLab(command: readonly string[]): Promise<number> {
  const { file, args, env, close } = await labCommand(agentCommand(SHELL, ...command), process.env);
  const child = spawn(file, args, { env, stdio: 'inherit' });
  // The terminal sends it to the command as well, which decides what to do about it.
  const ignored = (): void => {};
  const ended = (): void => void child.kill('SIGTERM');
  process.on('SIGINT', ignored).on('SIGTERM', ended);
  try {
    return await exitOf(child);
  } finally {
    process.off('SIGINT', ignored).off('SIGTERM', ended);
    close();
  }
}

/** The half inside: answers for the peers of the lab while the command runs. */
async function runInLab([file = '/bin/sh', ...args]: readonly string[]): Promise<number> {
  const dns = await openDns({ addressesOf: addressesByKeyFile });
  const child = spawn(file, args, { stdio: 'inherit' });
  process.on('SIGINT', () => {}).on('SIGTERM', () => void child.kill('SIGTERM'));
  try {
    return await exitOf(child);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    process.stderr.write(`${file} cannot be started in the lab: ${error.message}\n`);
    return NOT_STARTED;
  } finally {
    dns.close();
  }
}

async function inside([first, ...command]: readonly string[], process: NodeJS.Process): Promise<number> {
  if (first === SHELL) return runInLab(command);
  await (await import('./agent/agent.js')).runAgent(process);
  return 0;
}

export const lab: Lab = { refused: labRefused, enter: enterLab, inside };
