/** Commands and options as data, read from the declarations of each command to yargs. */
import yargs, { type Argv } from 'yargs';
import type { Listed } from '../command.js';

export interface CompletedOption {
  readonly name: string;
  readonly describe: string;
  readonly takesValue: boolean;
  readonly choices: readonly string[];
}

export interface CompletedCommand {
  readonly name: string;
  readonly describe: string;
  /** The choices of the first positional argument. */
  readonly choices: readonly string[];
  readonly options: readonly CompletedOption[];
}

export interface DescribedProgram {
  /** The names that people type: both bins of the package. */
  readonly bins: readonly string[];
  readonly commands: readonly CompletedCommand[];
}

/** A method of yargs that its types do not declare. */
interface Declared {
  getOptions(): {
    readonly key: Readonly<Record<string, boolean>>;
    readonly boolean: readonly string[];
    readonly choices: Readonly<Record<string, readonly string[]>>;
  };
  getInternalMethods(): {
    getUsageInstance(): { getDescriptions(): Readonly<Record<string, string | undefined>> };
  };
}

const OURS: ReadonlySet<string> = new Set(['help', 'version']);

export async function describeProgram(commands: readonly Listed[]): Promise<DescribedProgram> {
  const described = await Promise.all(
    commands.map(async ({ name, words, describe, load }): Promise<CompletedCommand> => {
      const ready: Argv<unknown> = (await load()).options(yargs([]));
      const declared = ready as Argv<unknown> & Declared;
      const { key, boolean, choices } = declared.getOptions();
      const texts = declared.getInternalMethods().getUsageInstance().getDescriptions();
      const positional = [...words.matchAll(/[\w]+/g)].map(([word]) => word);
      return {
        name,
        describe,
        choices: (choices[positional[0] ?? ''] ?? []).map(String),
        options: Object.keys(key)
          .filter((option) => !OURS.has(option) && !positional.includes(option))
          .map((option) => ({
            name: option,
            describe: (texts[option] ?? '').replace(/^__yargsString__:/, ''),
            takesValue: !boolean.includes(option),
            choices: (choices[option] ?? []).map(String),
          })),
      };
    }),
  );
  return { bins: ['conform', 'p2p-conform'], commands: described };
}
