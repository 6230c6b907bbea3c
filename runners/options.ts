/** The options of a kind of target or a served peer, as data. `bin` reads and shows them. */

/** The type of the value of each form. */
export interface OptionValues {
  readonly text: string;
  readonly choice: string;
  /** Written as text, `env:NAME` or `file:PATH`, and never shown. */
  readonly secret: Uint8Array;
  /** In PEM, read from a file. */
  readonly certificate: string;
  /** The path of a file. */
  readonly file: string;
  /** A file or a URL. */
  readonly place: string;
  /** A command line, whose secrets are not shown. */
  readonly command: string;
  readonly list: readonly string[];
  /** Environment variables by name. */
  readonly variables: Readonly<Record<string, string>>;
  readonly port: number;
  readonly milliseconds: number;
  /** A whole number from 1. */
  readonly count: number;
  readonly switch: boolean;
}

export type OptionForm = keyof OptionValues;

export interface Option<F extends OptionForm = OptionForm> {
  readonly form: F;
  readonly describe: string;
  /** The allowed values of a `choice`. */
  readonly choices?: readonly string[];
  /** Its member in a config. The default is the name in camel case. */
  readonly member?: string;
  /** The option needs one of these options. */
  readonly goesWith?: readonly string[];
}

/** Options by their names on the command line, without dashes. */
export type OptionTable = Readonly<Record<string, Option>>;

export type Given<T extends OptionTable = OptionTable> = {
  readonly [K in keyof T]?: OptionValues[T[K]['form']] | undefined;
};

/** The options are wrong, so nothing was opened or started. */
export class Miscalled extends Error {
  override readonly name = 'Miscalled';
}

/** Merges tables into one. The description of a shared option names each of its owners. */
export function mergedTable(tables: readonly OptionTable[]): OptionTable {
  const merged: Record<string, Option> = {};
  for (const [name, option] of tables.flatMap((table) => Object.entries(table))) {
    merged[name] = besides(name, merged[name], option);
  }
  return merged;
}

function besides(name: string, known: Option | undefined, more: Option): Option {
  if (!known) return more;
  if (known.form !== more.form) throw new Error(`--${name} has two forms: ${known.form} and ${more.form}`);
  if (known.describe.includes(more.describe)) return known;
  return { ...known, describe: `${known.describe}; ${more.describe}` };
}
