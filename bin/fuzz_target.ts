/** The two sides of the fuzzer: the target, and the codecs that give the expected answers. */
import { structures } from '../reference/structures.js';
import { NotStarted } from '../runners/exec/call.js';
import { type Side, sideOf } from '../runners/fuzz/comparer.js';
import { selectorOf } from '../runners/plan.js';
import { CODECS, kindOf, targetForms } from '../runners/targets.js';
import type { Context, JsonObject, Target } from '../suites/model.js';
import { UsageError } from './command.js';
import { readConfig } from './config.js';
import { type Hiding, hiding } from './hiding.js';
import { writtenIn } from './target_options.js';
import { chooseTargets, type Opened, openTargets } from './targets.js';
import { unmatched } from './unmatched.js';

export interface Fuzzed {
  readonly target: Target;
  readonly rerun: string;
  readonly side: Side;
  readonly expected: Side;
  readonly hidden: Hiding;
  /** Whether the operation is chosen and both sides claim it. */
  isAsked(structure: string, op: string): boolean;
  close(): Promise<void>;
}

export interface FuzzTargets extends Readonly<Record<string, unknown>> {
  readonly target: string;
  readonly against: string;
  readonly only: readonly string[] | undefined;
  readonly config: string | undefined;
}

export async function openFuzz(given: FuzzTargets, signal: AbortSignal): Promise<Fuzzed> {
  const { target, only } = given;
  const against = given.against === 'reference' ? CODECS : given.against;
  const config = readConfig(given.config);
  const settings = { options: writtenIn(given) };
  const chosen = chooseTargets([target], config, settings, () => CODECS);
  const beside = chooseTargets([against], config, { options: {} }, () => CODECS);
  for (const [option, [pair]] of [
    ['target', chosen],
    ['against', beside],
  ] as const) {
    mustBeCodecs(option, pair?.[1].target ?? '');
  }
  const names = Object.keys(config?.targets ?? {});
  const around = { seed: 0, config: given.config, names, signal, tireless: true };
  const hidden = hiding([...chosen, ...beside]);
  const opened: Opened[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(opened.map((one) => one.target.close()));
  };
  try {
    for (const one of [chosen, beside]) opened.push(...(await openTargets(one, around)));
    const [tested, judge] = opened as [Opened, Opened];
    for (const one of [tested, judge]) await mustAnswer(one.target, signal);
    const isNamed = chosenBy(only);
    return {
      target: tested.target,
      rerun: tested.rerun,
      side: await codecOf(tested.target, signal),
      expected: await codecOf(judge.target, signal),
      hidden,
      isAsked: (structure, op) =>
        isNamed(structure) && claims(tested.target, structure, op) && claims(judge.target, structure, op),
      close,
    };
  } catch (error) {
    await close();
    throw hidden.error(error);
  }
}

/** Rejects a live peer by its name, before anything is opened: it may belong to somebody else. */
function mustBeCodecs(option: string, text: string): void {
  const kind = kindOf(text);
  if (kind?.codecs) return;
  const what = kind ? `${text} is a live peer without codecs` : `"${text}" is not a target`;
  const forms = targetForms.flatMap(([form]) => (kindOf(form)?.codecs ? [form] : []));
  throw new UsageError(`--${option}: ${what}: fuzz takes ${forms.join(', ')}`);
}

/** Throws if the target cannot be tested, before anything is searched. */
export async function mustAnswer(target: Target, signal: AbortSignal): Promise<void> {
  const missing = (await target.needs?.(signal))?.find(({ ok }) => !ok);
  if (missing) throw new NotStarted(`${target.name}: ${missing.seen}`);
}

function chosenBy(only: readonly string[] | undefined): (structure: string) => boolean {
  if (only === undefined) return () => true;
  const [fault] = unmatched('--only', only, [...structures.keys()]);
  if (fault !== undefined) throw new UsageError(fault);
  return selectorOf({ only });
}

async function codecOf({ name, ports }: Target, signal: AbortSignal): Promise<Side> {
  const codec = await ports.codec?.({} as Context);
  if (codec === undefined)
    throw new UsageError(`${name} has no codecs to fuzz: give the command of an adapter, exec:COMMAND`);
  return sideOf(codec, signal);
}

function claims({ capabilities }: Target, structure: string, op: string): boolean {
  const claimed = (capabilities as { readonly structures?: JsonObject } | null)?.structures;
  if (claimed === undefined) return structures.get(structure)?.operations[op] !== undefined;
  const operations = claimed[structure];
  return Array.isArray(operations) && operations.includes(op);
}
