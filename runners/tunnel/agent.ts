/** The half of the runner that lives in the lab: it is told ids of cases, and answers observations. */
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type { Observation, Target } from '../../suites/model.js';
import { scripts } from '../../suites/tunnel/scripts.js';
import { ask } from '../ask.js';
import { budgetsOf } from '../budget.js';
import { type Patience, patient } from '../patience.js';
import { firstLook } from './first_look.js';
import { openDirectory } from './lab_names.js';
import { type LabCommands, type LabShared, labPort, PATIENCE } from './lab_port.js';
import { freePorts } from './ports.js';
import { type Turns, turns } from './turns.js';

export interface LabSettings extends LabCommands {
  /** How long the program under test may take to answer, in milliseconds. */
  readonly patience?: number;
  /** How many times as long as usual answers and cases may take. */
  readonly longer?: Patience;
  /** How many cases run at once. */
  readonly atOnce?: number;
}

export interface Order {
  readonly id: number;
  readonly script: string;
  readonly seed: number;
  readonly attempt: number;
  /** How long the program may take to answer, in milliseconds, where it is less than usual. */
  readonly patience?: number | undefined;
  /** Each step is to be told. */
  readonly trace?: boolean;
}

/** The case is over for the one who asked: it ends here too, and its programs with it. */
export interface Cancel {
  readonly cancel: number;
  readonly reason: string;
}

/** Told when a case begins, what it does where that is wanted, and when it has ended. */
export type Report = { readonly id: number } & (
  | { readonly turn: true }
  | { readonly step: string }
  | { readonly observation: Observation }
);

/** More at once starve each other on a small machine, and deadlines begin when a case does. */
const AT_ONCE = 3;
/** Cases that mostly wait take nobody's turn. */
const WAITING_AT_ONCE = 8;

export const READY = '{"lab":"ready"}';

export async function runAgent(settings: LabSettings, input: Readable, output: Writable): Promise<void> {
  const { longer, patience = patient(PATIENCE, longer), atOnce = AT_ONCE } = settings;
  const directory = await openDirectory();
  const tell = (report: Report): void => void output.write(`${JSON.stringify(report)}\n`);
  const put = putter({ commands: settings, directory, ports: freePorts(), patience }, atOnce, tell, longer);
  const running = new Map<number, { readonly own: AbortController; readonly done: Promise<void> }>();
  output.write(`${READY}\n`);
  for await (const line of createInterface({ input })) {
    const said = JSON.parse(line) as Order | Cancel;
    if ('cancel' in said) {
      running.get(said.cancel)?.own.abort(new Error(said.reason));
      continue;
    }
    const own = new AbortController();
    const done = put(said, own.signal).then((observation) => {
      tell({ id: said.id, observation });
      running.delete(said.id);
    });
    running.set(said.id, { own, done });
  }
  for (const { own } of running.values()) own.abort(new Error('the lab is closing'));
  await Promise.all([...running.values()].map(({ done }) => done));
  await directory.close();
}

/** Puts a case when its turn has come. */
function putter(shared: LabShared, atOnce: number, tell: (report: Report) => void, longer: Patience = 1) {
  const byId = new Map([...scripts, firstLook].map((one) => [one.id, one]));
  const [working, waiting] = [turns(atOnce), turns(WAITING_AT_ONCE)];
  const draw = budgetsOf(undefined);
  return async (
    { id, script, seed, attempt, patience = shared.patience, trace }: Order,
    signal: AbortSignal,
  ): Promise<Observation> => {
    const found = byId.get(script);
    if (!found) return { ended: 'ours', reason: `the lab does not know ${script}`, checks: [] };
    // What is asked once more is asked alone, and behind nobody.
    const queue: Turns | undefined = attempt > 1 ? undefined : found.waits === undefined ? working : waiting;
    if (queue && !(await queue.take(signal)))
      return { ended: 'lost', reason: 'cancelled before its turn', checks: [] };
    try {
      tell({ id, turn: true });
      const asked = await ask(found, targetOf({ ...shared, patience }), {
        seed,
        signal,
        draw,
        attempt,
        patience: longer,
        ...(trace ? { trace: ({ text }) => tell({ id, step: text }) } : {}),
      });
      return asked.observation;
    } finally {
      queue?.leave();
    }
  };
}

const targetOf = (shared: LabShared): Target => ({
  name: 'lab',
  kind: 'lab',
  capabilities: {},
  ports: { tunnelLab: (context) => labPort(shared, context) },
  concurrency: 64,
  production: false,
  close: async () => {},
});
