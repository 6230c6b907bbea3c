/** Rejects an option that no target takes. Its user would believe that something is tested which is not. */
import { kindOf, takersOf, targetOptions } from '../runners/targets.js';
import { UsageError } from './command.js';
import type { TargetSettings } from './config.js';
import type { WrittenOptions } from './option_forms.js';
import { memberOf } from './target_options.js';

type Chosen = readonly (readonly [name: string, settings: TargetSettings])[];

const takes = ({ target }: TargetSettings, option: string): boolean =>
  Object.hasOwn(kindOf(target)?.options ?? {}, option);

/** At least one target must take an option of the command line. A target must take each option that the config gives it. */
export function mustBeTaken(
  chosen: Chosen,
  given: WrittenOptions,
  config: Readonly<Record<string, TargetSettings>>,
): void {
  // An unknown scheme gets its own error when the target is opened.
  if (chosen.some(([, { target }]) => kindOf(target) === undefined)) return;
  for (const option of Object.keys(given)) {
    if (chosen.some(([, settings]) => takes(settings, option))) continue;
    throw new UsageError(
      `--${option} is for ${takersOf(option).join(', ')}, and no target of this run is one: remove it, or add such a --target`,
    );
  }
  for (const [name, settings] of chosen) {
    const strange = Object.keys(config[name]?.options ?? {}).find((option) => !takes(settings, option));
    if (strange === undefined) continue;
    throw new UsageError(
      `--config: target ${name} does not take "${memberOf(strange)}": remove it there; it is for ${takersOf(strange).join(', ')}`,
    );
  }
  for (const option of Object.keys(given)) mustHaveCompany(option, chosen);
}

function mustHaveCompany(option: string, chosen: Chosen): void {
  const company = targetOptions[option]?.goesWith;
  if (!company || chosen.some(([, { options }]) => company.some((name) => options[name] !== undefined)))
    return;
  const named = company.map((name) => `--${name}`).join(' or ');
  throw new UsageError(`--${option} has no effect without ${named}: add one of them`);
}
