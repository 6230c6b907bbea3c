/** Runs a composite action like a GitHub runner: each of its steps, with the right environment. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type Contexts, filled, runs } from './expression.js';

export interface Step {
  readonly name?: string;
  readonly id?: string;
  readonly if?: string;
  readonly shell?: string;
  readonly run?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, string | boolean>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly 'working-directory'?: string;
  readonly 'continue-on-error'?: boolean;
}

export interface Action {
  readonly inputs: Readonly<Record<string, { readonly default?: string }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

export const readAction = (path: string): Action => parse(readFileSync(path, 'utf8')) as Action;

/** An action that a step uses, by the name before its version. */
export type Used = (given: Readonly<Record<string, string>>) => void;

export interface Job {
  readonly action: Action;
  readonly inputs: Readonly<Record<string, string>>;
  /** The context `github`. */
  readonly github: Readonly<Record<string, unknown>>;
  readonly env: Readonly<Record<string, string>>;
  readonly workspace: string;
  /** The temporary folder of the job: RUNNER_TEMP. */
  readonly temp: string;
  readonly uses: Readonly<Record<string, Used>>;
}

export interface Ended {
  readonly failed: boolean;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  /** Stdout and stderr of all steps. */
  readonly log: string;
}

export async function runAction(job: Job): Promise<Ended> {
  const inputs: Record<string, string> = {};
  for (const [name, { default: text = '' }] of Object.entries(job.action.inputs))
    inputs[name] = job.inputs[name] ?? filled(text, { github: job.github });
  const steps: Record<string, { outputs: Record<string, string> }> = {};
  let [failed, log, summary] = [false, '', ''];
  for (const step of job.action.runs.steps) {
    const contexts: Contexts = { inputs, steps: known(job.action, steps), github: job.github };
    if (!runs(step.if, failed, contexts)) continue;
    const done = await runStep(step, job, contexts);
    log += done.log;
    summary += done.summary;
    if (step.id !== undefined) steps[step.id] = { outputs: done.outputs };
    if (!done.ok && step['continue-on-error'] !== true) failed = true;
  }
  const contexts: Contexts = { inputs, steps: known(job.action, steps), github: job.github };
  const outputs = Object.fromEntries(
    Object.entries(job.action.outputs).map(([name, { value }]) => [name, filled(value, contexts)]),
  );
  return { failed, outputs, summary, log };
}

/** A skipped step has no outputs, but expressions may name it. */
const known = (
  { runs: { steps } }: Action,
  done: Readonly<Record<string, { outputs: Record<string, string> }>>,
): object =>
  Object.fromEntries(
    steps.flatMap(({ id }) => (id === undefined ? [] : [[id, done[id] ?? { outputs: {} }]])),
  );

interface Done {
  readonly ok: boolean;
  readonly outputs: Record<string, string>;
  readonly summary: string;
  readonly log: string;
}

async function runStep(step: Step, job: Job, contexts: Contexts): Promise<Done> {
  const filledIn = (values: Readonly<Record<string, string | boolean>> = {}): Record<string, string> =>
    Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, filled(String(value), contexts)]),
    );
  if (step.uses !== undefined) return used(step, job, filledIn(step.with));
  const folder = mkdtempSync(join(job.temp, 'step-'));
  const [script, output, summary] = ['script', 'output', 'summary'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  for (const path of [output, summary]) writeFileSync(path, '');
  writeFileSync(script, filled(step.run ?? '', contexts));
  const place = { GITHUB_OUTPUT: output, GITHUB_STEP_SUMMARY: summary, RUNNER_TEMP: job.temp };
  const { code, log } = await bash(script, {
    cwd: join(job.workspace, filled(step['working-directory'] ?? '.', contexts)),
    env: { ...job.env, ...place, ...filledIn(step.env) },
  });
  const done = { ok: code === 0, outputs: outputsIn(output), summary: readFileSync(summary, 'utf8'), log };
  rmSync(folder, { recursive: true });
  return done;
}

function used(step: Step, job: Job, given: Readonly<Record<string, string>>): Done {
  const name = step.uses?.split('@')[0] ?? '';
  const use = job.uses[name];
  if (!use) throw new Error(`no stand-in for ${name}`);
  try {
    use(given);
    return { ok: true, outputs: {}, summary: '', log: '' };
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error;
    return { ok: false, outputs: {}, summary: '', log: `${error.message}\n` };
  }
}

/** Thrown by a stand-in for an action that fails. */
export class StepFailed extends Error {
  override readonly name = 'StepFailed';
}

/** `name=value` lines. */
const outputsIn = (path: string): Record<string, string> =>
  Object.fromEntries(
    readFileSync(path, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );

/** Starts bash with the options of GitHub's `shell: bash`. */
async function bash(script: string, options: { cwd: string; env: NodeJS.ProcessEnv }) {
  const child = spawn('bash', ['--noprofile', '--norc', '-eo', 'pipefail', script], {
    ...options,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      log += text;
    });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, log };
}
