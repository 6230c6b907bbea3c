import type { Context, Ports, Target } from '../../suites/model.js';
import { startAdapter } from './adapter.js';
import type { Limits } from './life.js';
import { splitWords } from './words.js';

export interface ExecOptions extends Partial<Limits> {
  /** How reports call it. */
  readonly name?: string;
  /** Gives up the start. */
  readonly signal?: AbortSignal;
}

const DEFAULTS: Limits = { hello: 10_000, answer: 5_000, line: 8 * 2 ** 20, stderr: 8 * 2 ** 10 };

/** `exec:COMMAND`: a codec adapter. One that cannot be started is a target too, on which everything is blocked. */
export async function openExec(
  command: string,
  { name, signal, ...limits }: ExecOptions = {},
): Promise<Target> {
  const adapter = await startAdapter(splitWords(command), { ...DEFAULTS, ...limits }, signal);
  const { hello } = adapter;
  const codec: Ports['codec'] = { ask: adapter.ask };
  return {
    name: name ?? `exec:${command}`,
    kind: 'exec',
    capabilities: hello ? { name: hello.name, version: hello.version, structures: hello.structures } : null,
    provides: ['codec'],
    ...(hello?.dialects ? { dialects: hello.dialects } : {}),
    concurrency: 64,
    production: false,
    port: <K extends keyof Ports>(_name: K, _context: Context): Ports[K] => codec as Ports[K],
    close: adapter.close,
  };
}
