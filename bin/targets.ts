/** Opens the targets of `--target` or a config, each with its rerun command. */
import { Miscalled } from '../runners/options.js';
import type { Patience } from '../runners/patience.js';
import { selectorOf } from '../runners/plan.js';
import { CODECS, openTarget, targetSchemes } from '../runners/targets.js';
import type { Case, Target } from '../suites/model.js';
import { mustBeTaken } from './applicable_options.js';
import { UsageError } from './command.js';
import type { Config, TargetSettings } from './config.js';
import { rerunOf } from './rerun.js';
import { nearest } from './suggest.js';
import { readOptions } from './target_options.js';

interface Around {
  readonly seed: number;
  readonly config: string | undefined;
  /** The names of the targets in the config, to suggest one for a mistyped name. */
  readonly names: readonly string[];
  readonly signal: AbortSignal;
  readonly patience?: Patience | undefined;
  /** Tells the user why opening a target takes long. */
  readonly tell?: ((text: string) => void) | undefined;
  /** Whether to go on with a target however often it was lost. */
  readonly tireless?: boolean | undefined;
}

export interface Opened {
  readonly target: Target;
  readonly rerun: string;
}

/** The targets to test: those of the command line, else all targets of the config, else the reference. */
export function chooseTargets(
  named: readonly string[] | undefined,
  config: Config | undefined,
  given: Omit<TargetSettings, 'target'>,
  reference: () => string,
): readonly (readonly [name: string, settings: TargetSettings])[] {
  const known = config?.targets ?? {};
  const names = named ?? (Object.keys(known).length > 0 ? Object.keys(known) : [reference()]);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new UsageError(`--target: ${twice} is named twice: name it once`);
  const chosen = names.map((name): readonly [string, TargetSettings] => {
    const { options, ...settings } = known[name] ?? { target: name, options: {} };
    return [name, { ...settings, ...given, options: { ...options, ...given.options } }];
  });
  mustBeTaken(chosen, given.options, known);
  return chosen;
}

export async function openTargets(
  chosen: readonly (readonly [name: string, settings: TargetSettings])[],
  { seed, config, names, signal, patience, tell, tireless }: Around,
): Promise<Opened[]> {
  const opened: Opened[] = [];
  try {
    for (const [name, settings] of chosen) {
      const { profile, options } = settings;
      const around = { signal, tireless, tell, profile, patience };
      const target = await openTarget(settings.target, readOptions(options), around);
      const ours = name === settings.target ? target : { ...target, name };
      const same = opened.some((other) => other.target.name === ours.name);
      opened.push({ target: ours, rerun: rerunOf(ours.name, name, settings, seed, config) });
      if (same)
        throw new UsageError(`--target: ${ours.name} is named twice, written in two ways: name it once`);
    }
    return opened;
  } catch (error) {
    await Promise.all(opened.map(({ target }) => target.close()));
    if (!(error instanceof Miscalled)) throw error;
    throw new UsageError(suggesting(error.message, chosen[opened.length]?.[0] ?? '', names));
  }
}

function suggesting(message: string, typed: string, names: readonly string[]): string {
  const scheme = typed.split(':')[0] ?? '';
  const meant = nearest(scheme, [...names, ...targetSchemes]);
  const known = names.length === 0 ? '' : `; the config names ${names.join(', ')}`;
  return `${message}${known}${meant === undefined || meant === scheme ? '' : ` (did you mean "${meant}"?)`}`;
}

/**
 * The reference for a run without a target: only the codecs, which takes seconds, unless the selection names live cases,
 * which need its peers.
 */
export function referenceFor(cases: readonly Case[], only: readonly string[] | undefined): string {
  const isNamed = selectorOf({ only: only ?? [] });
  const live = ({ id, ports }: Case): boolean => !ports.includes('codec') && isNamed(id);
  return only !== undefined && cases.some(live) ? 'reference' : CODECS;
}
