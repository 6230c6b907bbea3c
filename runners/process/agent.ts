/** The half of the runner that lives in the lab: it is told ids of cases, and answers observations. */
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type { Case, Observation, PortName, Ports, Target } from '../../suites/model.js';
import { scripts } from '../../suites/tunnel/scripts.js';
import { ask } from '../ask.js';
import { budgetsOf } from '../budget.js';
import { type Directory, openDirectory } from './directory.js';
import { type LabCommands, labPort } from './lab_port.js';

export interface Order {
  readonly id: number;
  readonly script: string;
  readonly seed: number;
}

export interface Report {
  readonly id: number;
  readonly observation: Observation;
}

/** More at once starve each other on a small machine, and deadlines begin when a case does. */
const AT_ONCE = 3;
/** Cases that mostly wait take nobody's turn. */
const WAITING_AT_ONCE = 8;

/** Lets so many through at a time, in the order in which they came. */
function gate(width: number) {
  let free = width;
  const queue: (() => void)[] = [];
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (free > 0) free--;
    else await new Promise<void>((resolve) => queue.push(resolve));
    try {
      return await work();
    } finally {
      const next = queue.shift();
      if (next) next();
      else free++;
    }
  };
}

export const READY = '{"lab":"ready"}';

export async function runAgent(commands: LabCommands, input: Readable, output: Writable): Promise<void> {
  const directory = await openDirectory();
  const byId = new Map(scripts.map((one) => [one.id, one]));
  const target = targetOf(commands, directory);
  const stop = new AbortController();
  const [working, waiting] = [gate(AT_ONCE), gate(WAITING_AT_ONCE)];
  const running = new Set<Promise<void>>();
  output.write(`${READY}\n`);
  for await (const line of createInterface({ input })) {
    const { id, script, seed } = JSON.parse(line) as Order;
    const found = byId.get(script);
    const through = found?.waits === undefined ? working : waiting;
    const done = through(() => perform(found, target, seed, stop.signal)).then((observation) => {
      const report: Report = { id, observation };
      output.write(`${JSON.stringify(report)}\n`);
      running.delete(done);
    });
    running.add(done);
  }
  stop.abort(new Error('the lab is closing'));
  await Promise.all(running);
  await directory.close();
}

async function perform(
  found: Case | undefined,
  target: Target,
  seed: number,
  signal: AbortSignal,
): Promise<Observation> {
  if (!found) return { ended: 'ours', reason: 'the lab does not know this case', checks: [] };
  return (await ask(found, target, { seed, signal, draw: budgetsOf(undefined) })).observation;
}

const targetOf = (commands: LabCommands, directory: Directory): Target => ({
  name: 'lab',
  kind: 'lab',
  capabilities: {},
  provides: ['tunnelLab'],
  concurrency: 64,
  production: false,
  port: <K extends PortName>(_name: K, context: Parameters<Target['port']>[1]): Ports[K] =>
    labPort(commands, directory, context) as unknown as Ports[K],
  close: async () => {},
});
