/** How a case of the lab is written. */
import { type CaseFields, defineCase, type Sorted } from '../case.js';
import type { Case, Context, Expect, Json } from '../model.js';
import type { Exited, HomeFile, TunnelLab } from './port.js';

export type Ends = Context & { readonly tunnel: TunnelLab };

/** Names a control, by its id without the name of the protocol. */
export const refusal = (control: string) =>
  ({ expects: 'refusal', control: `tunnel/${control}` }) as const satisfies Sorted;

/** The default path of the key, below the home folder. */
export const KEY_PATH = '.local/share/punch/secret.key';
export const withKey = (bytes: Uint8Array, mode = 0o600): HomeFile[] => [{ path: KEY_PATH, bytes, mode }];

/** The deadline of a case. The bytes of a transfer restart it. */
export const DEADLINE = 60_000;

type LabFields = Omit<CaseFields<'tunnel'>, 'ports' | 'deadline' | 'run'> & {
  run(context: Ends): Promise<void>;
};

/** `id` is without the name of the protocol. */
export const lab = ({ id, run, ...fields }: LabFields & Sorted): Case =>
  defineCase({
    ...fields,
    id: `tunnel/${id}`,
    ports: ['tunnel'],
    deadline: DEADLINE + (fields.waits ?? 0),
    run: besideServices(run),
  });

/** Ends the case if one of our services fails, because its clients would blame the tunnel. A cancellation ends it, too. */
export const besideServices =
  (run: (context: Ends) => Promise<void>) =>
  (context: Ends): Promise<void> =>
    Promise.race([run(context), context.tunnel.broken]);

const shownEnd = (ended: Exited | 'running'): Json => {
  if (ended === 'running') return 'still running';
  return ended.code === undefined ? 'killed by a signal' : `exit code ${ended.code}`;
};

/** Whether it exited by itself and with an error code, and not by a signal. */
export function expectFailure(expect: Expect, ended: Exited | 'running', who = 'the program'): void {
  expect.that(
    `${who} exits with an error`,
    ended !== 'running' && ended.code !== undefined && ended.code !== 0,
    { expected: 'an exit code other than 0', observed: shownEnd(ended) },
  );
}

export function expectExit(expect: Expect, what: string, ended: Exited | 'running'): void {
  expect.that(what, ended !== 'running', { expected: 'an exit', observed: shownEnd(ended) });
}

/** What it printed to stdout before its exit. */
const stdoutOf = (ended: Exited | 'running'): string =>
  ended === 'running' ? '(still running)' : Buffer.from(ended.stdout).toString();
export const stderrOf = (ended: Exited | 'running'): string => (ended === 'running' ? '' : ended.stderr);

/** The command as a user types it, with KEY for a public key. */
function calledAs(words: readonly string[], env: Readonly<Record<string, string>>): string {
  const typed = (word: string): string =>
    (/^[\w:./,-]+$/.test(word) ? word : `'${word}'`).replace(/[0-9a-f]{64}/g, 'KEY');
  const assigned = Object.entries(env).map(([name, value]) => `${name}=${typed(value)}`);
  return words.length === 0 ? 'a call without a command' : [...assigned, ...words.map(typed)].join(' ');
}

/** A call that the program rejects. */
interface RefusedCall {
  readonly id: string;
  /** The words of the call, for the key and the port of a peer that exists. */
  readonly words: (key: string, port: number) => readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly why: string;
  readonly requires: readonly string[];
  readonly control: string;
  readonly level?: Case['level'];
}

/** The program rejects these arguments: it exits with an error, prints a message, and never serves. */
export const refused = ({ id, words, env = {}, why, requires, control, level }: RefusedCall): Case =>
  lab({
    id,
    title: `${calledAs(words('KEY', 22), env)} exits with an error and a message on stderr`,
    why,
    requires,
    ...refusal(control),
    ...(level && { level }),
    async run({ tunnel, expect }) {
      // The peer exists, so that a program which accepts the arguments keeps running and fails the case.
      const service = await tunnel.service(() => {});
      const takesKey = words('KEY', 22).includes('KEY');
      const key = takesKey ? (await tunnel.out([`${service.port}`], { program: 'reference' })).key : '';
      const ended = await tunnel.exits(words(key, service.port), { env });
      expectFailure(expect, ended);
      const stderr = stderrOf(ended);
      expect.that('stderr has a message', stderr.trim() !== '', {
        expected: 'a message',
        observed: stderr.slice(0, 200) || 'nothing',
      });
      expect.that('the program does not crash', !/panicked at|Segmentation/.test(stderr), {
        expected: 'no panic and no segmentation fault',
        observed: stderr.slice(0, 200),
      });
      expect.equal('stdout', stdoutOf(ended), '');
    },
  });
