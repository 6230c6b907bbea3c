import type { Answer } from '../../suites/codec.js';
import type { Need, Ports, Target } from '../../suites/model.js';
import { inheritedEnvironment, type Variables } from '../environment.js';
import { type Patience, patient } from '../patience.js';
import { redactCommand } from '../redacted_command.js';
import { type Adapter, startAdapter } from './adapter.js';
import type { Limits } from './life.js';
import { HELLO } from './protocol.js';
import { splitWords } from './words.js';

export interface ExecOptions extends Partial<Limits> {
  /** Its name in reports. */
  readonly name?: string;
  /** Aborts the start. */
  readonly signal?: AbortSignal | undefined;
  /** Environment variables in addition to those that every program inherits. */
  readonly env?: Variables | undefined;
  /** The factor by which deadlines for answers are longer than usual. */
  readonly patience?: Patience | undefined;
  /** Whether to go on asking, however often it was lost. */
  readonly tireless?: boolean | undefined;
}

const DEFAULTS: Limits = { hello: 10_000, answer: 5_000, line: 8 * 2 ** 20, stderr: 8 * 2 ** 10 };

/** Opens `exec:COMMAND`, a codec adapter. One that cannot be started becomes a target that blocks every case. */
export async function openExec(
  command: string,
  { name, signal, env, patience, tireless, ...limits }: ExecOptions = {},
): Promise<Target> {
  const usual = { ...DEFAULTS, ...limits };
  const adapter = await startAdapter(
    splitWords(command),
    { ...usual, hello: patient(usual.hello, patience), answer: patient(usual.answer, patience) },
    { signal, env: inheritedEnvironment(env), ...(tireless ? { strikes: Number.POSITIVE_INFINITY } : {}) },
  );
  const { shown, hide } = redactCommand(command);
  const { hello } = adapter;
  const codec: Ports['codec'] = {
    ask: hide ? async (request, ends) => redacted(await adapter.ask(request, ends), hide) : adapter.ask,
  };
  return {
    name: name ?? `exec:${shown}`,
    kind: 'exec',
    capabilities: hello ? { name: hello.name, version: hello.version, structures: hello.structures } : null,
    ports: { codec: () => codec },
    ...(hello?.dialects ? { dialects: hello.dialects } : {}),
    concurrency: 64,
    production: false,
    needs: async () => [adapterNeed(adapter, hide)],
    close: adapter.close,
  };
}

/** The number of lines of standard error that are shown for a failed start. */
const LAST_LINES = 5;

function adapterNeed({ hello, failure }: Adapter, hide: (text: string) => string = (text) => text): Need {
  const about = { what: 'the adapter', for: 'each of its cases' };
  if (hello) {
    const { name, version } = hello;
    const count = Object.keys(hello.structures).length;
    return {
      ...about,
      ok: true,
      seen: `${name} ${version} answers for ${count} structure${count === 1 ? '' : 's'}`,
    };
  }
  return {
    ...about,
    ok: false,
    seen: `it does not start: ${hide(failure?.detail ?? 'it sent no hello')}`,
    lines: hide(failure?.stderr ?? '')
      .split(/\r?\n/)
      .filter((line) => line.trim() !== '')
      .slice(-LAST_LINES),
    mend: `start the command in a shell and send it ${HELLO.trim()}: its first line must be its own hello`,
  };
}

/** Hides a secret of the command line in the words of an answer. An accepted value is compared, so it stays as it is. */
const redacted = (answer: Answer, hide: (text: string) => string): Answer =>
  'accept' in answer
    ? answer
    : (Object.fromEntries(Object.entries(answer).map(([what, text]) => [what, hide(text)])) as Answer);
