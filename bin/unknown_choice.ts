import type { Argv } from 'yargs';
import { UsageError } from './command.js';
import { unknown } from './suggest.js';

export interface Chooser {
  /** The name of the command. */
  readonly name: string;
  /** What stands behind it without dashes, as yargs writes it: `<what>` or `[what]`. */
  readonly words: string;
}

type Choices = Readonly<Record<string, readonly string[]>>;

/** The error for the first value that its option or word does not allow, with what was likely meant. */
export function unknownChoice(
  { name, words }: Chooser,
  given: Readonly<Record<string, unknown>>,
  choices: Choices,
): string | undefined {
  for (const [option, known] of Object.entries(choices)) {
    const values = [given[option]].flat().filter((value) => value !== undefined);
    const strange = values.find((value) => !known.some((choice) => choice === value));
    if (strange === undefined) continue;
    const [word] = words.split(' ').filter((each) => each.slice(1, -1) === option);
    const where = word === undefined ? `--${option}` : `${name} ${word}`;
    return `${where}: ${unknown('value', String(strange), known)}`;
  }
  return undefined;
}

/** What yargs offers beside its types. */
interface Declared {
  getOptions(): { readonly choices: Choices };
}

/** Looks before yargs does, which would list the values under the names that it stores them by. */
export function tellingChoices<T>(yargs: Argv<T>, chooser: Chooser): Argv<T> {
  const { choices } = (yargs as Argv<T> & Declared).getOptions();
  return yargs.middleware((given) => {
    const strange = unknownChoice(chooser, given, choices);
    if (strange !== undefined) throw new UsageError(strange);
  }, true);
}
