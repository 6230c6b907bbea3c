/** Options that no target takes: whoever gave one believes that something is tested which is not. */
import { optionsTaken, schemeOf, type TargetOptions } from '../runners/targets.js';
import { UsageError } from './command.js';
import type { TargetSettings } from './config.js';

type Given = Omit<TargetSettings, 'target'>;
type Chosen = readonly (readonly [name: string, settings: TargetSettings])[];

/** Of any target: the run keeps to it. */
const OF_ALL = 'profile';

const takes = ({ target }: Pick<TargetSettings, 'target'>, option: string): boolean =>
  (optionsTaken[schemeOf(target)] ?? []).some((taken) => taken === option);

/** What is given on the command line is for one of them at least; what a config says of a target, for that one. */
export function mustBeTaken(chosen: Chosen, given: Given, config: Readonly<Record<string, Given>>): void {
  // A scheme that nobody knows is told by who opens the target.
  if (chosen.some(([, { target }]) => optionsTaken[schemeOf(target)] === undefined)) return;
  for (const option of optionsOf(given)) {
    if (chosen.some(([, settings]) => takes(settings, option))) continue;
    throw new UsageError(`--${spelled(option)} is for ${takersOf(option)}, and there is no such target here`);
  }
  for (const [name, settings] of chosen) {
    const strange = optionsOf(config[name] ?? {}).find((option) => !takes(settings, option));
    if (strange !== undefined)
      throw new UsageError(`--config: "${strange}" is for ${takersOf(strange)}, and ${name} is none`);
  }
  if (given.remoteRefs === true && !chosen.some(([, { openapi, messages }]) => openapi ?? messages))
    throw new UsageError(
      '--remote-refs is about the files of --openapi and --messages, and there is neither',
    );
}

const optionsOf = (settings: Given): string[] =>
  Object.entries(settings).flatMap(([name, value]) =>
    value === undefined || value === false || name === OF_ALL || name === 'target' ? [] : [name],
  );

const takersOf = (option: string): string =>
  Object.entries(optionsTaken)
    .flatMap(([scheme, taken]) => (taken.some((one: keyof TargetOptions) => one === option) ? [scheme] : []))
    .map((scheme) => (scheme === 'reference' ? scheme : `${scheme}:`))
    .join(', ');

const spelled = (option: string): string =>
  option === 'relays' ? 'relay' : option.replace(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`);
