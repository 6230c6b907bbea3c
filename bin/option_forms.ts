/** The forms of options: how each is declared to yargs, written in a config, read, and repeated in a rerun command. */
import { resolve } from 'node:path';
import type { Options as YargsOption } from 'yargs';
import { BadVariable, readVariable } from '../runners/environment.js';
import { quoteWord } from '../runners/exec/words.js';
import type { Option, OptionForm, OptionTable, OptionValues } from '../runners/options.js';
import { redactCommand } from '../runners/redacted_command.js';
import type { JsonObject } from '../suites/model.js';
import { asUsage, UsageError } from './command.js';
import { readPort, readWhole } from './integer_option.js';
import { readCertificate, readSecret } from './secret.js';
import { unknown } from './suggest.js';

/** A value as the command line or a config writes it. */
export type Written = string | number | boolean | readonly string[];

/** The given options, by their names on the command line. */
export type WrittenOptions = Readonly<Record<string, Written>>;

export interface Form<V> {
  readonly yargs: YargsOption;
  /** The schema of the value in a config. */
  readonly schema: JsonObject;
  /** Resolves a file name in a config, which is relative to the config. */
  placed?(written: Written, beside: (file: string) => string): Written;
  read(name: string, written: Written, option: Option): V;
  /** The words that repeat the option in a rerun command, without secrets. */
  rerun(name: string, written: Written): readonly string[];
}

const LONGEST_DELAY = 600_000;
const MOST_COUNTED = 100_000;

const said = (name: string, written: Written): readonly string[] => [`--${name}`, quoteWord(String(written))];
const asText = (_name: string, written: Written): string => String(written);
const isUrl = (where: string): boolean => /^https?:/.test(where);
const text: Form<string> = {
  yargs: { type: 'string' },
  schema: { type: 'string', minLength: 1 },
  read: asText,
  rerun: said,
};

const forms: { readonly [F in OptionForm]: Form<OptionValues[F]> } = {
  text,
  choice: {
    ...text,
    read(name, written, { choices = [] }) {
      if (choices.includes(String(written))) return String(written);
      throw new UsageError(`--${name}: ${unknown(name, String(written), choices)}`);
    },
  },
  secret: {
    ...text,
    schema: { type: 'string', pattern: '^(env|file):.', description: 'never the secret itself' },
    placed: (written, beside) => String(written).replace(/(?<=^file:).*$/s, beside),
    read: (name, written) => Buffer.from(readSecret(name, String(written))),
    rerun: (name, written) => said(name, placeOf(name, String(written))),
  },
  certificate: {
    ...text,
    placed: (written, beside) => beside(String(written)),
    read: (name, written) => readCertificate(name, String(written)),
  },
  file: { ...text, placed: (written, beside) => beside(String(written)) },
  place: {
    ...text,
    placed: (written, beside) => (isUrl(String(written)) ? written : beside(String(written))),
  },
  command: { ...text, rerun: (name, written) => said(name, redactCommand(String(written)).shown) },
  list: {
    yargs: { type: 'string', array: true },
    schema: { type: 'array', items: { type: 'string' }, minItems: 1 },
    read: (_name, written) => [written].flat().map(String),
    rerun: (name, written) => [written].flat().flatMap((item) => said(name, item)),
  },
  variables: {
    yargs: { type: 'string', array: true },
    schema: {
      type: 'array',
      items: { type: 'string', pattern: '^[A-Za-z_][A-Za-z0-9_]*(=.*)?$' },
      minItems: 1,
    },
    read: (name, written) => Object.fromEntries([written].flat().map((item) => variable(name, String(item)))),
    // The value may be a secret.
    rerun: (name, written) =>
      [written].flat().flatMap((item) => said(name, String(item).split('=')[0] ?? '')),
  },
  port: {
    yargs: { type: 'number' },
    schema: { type: 'integer', minimum: 1, maximum: 65_535 },
    read: (name, written) => readPort(name, Number(written), 1),
    rerun: said,
  },
  milliseconds: {
    yargs: { type: 'number' },
    schema: { type: 'integer', minimum: 0, maximum: LONGEST_DELAY },
    read: (name, written) => readWhole(name, Number(written), 0, LONGEST_DELAY),
    rerun: said,
  },
  count: {
    yargs: { type: 'number' },
    schema: { type: 'integer', minimum: 1, maximum: MOST_COUNTED },
    read: (name, written) => readWhole(name, Number(written), 1, MOST_COUNTED),
    rerun: said,
  },
  switch: {
    yargs: { type: 'boolean' },
    schema: { type: 'boolean' },
    read: (_name, written) => written === true,
    rerun: (name, written) => (written === true ? [`--${name}`] : []),
  },
};

const variable = (name: string, written: string): readonly [string, string] =>
  asUsage(BadVariable, () => readVariable(written), `--${name}`);

/** The place of a secret, never the secret. */
const placeOf = (name: string, secret: string): string =>
  /^(env|file):/.test(secret) ? secret : `env:${name.replaceAll('-', '_').toUpperCase()}`;

export const formOf = ({ form }: Pick<Option, 'form'>): Form<OptionValues[OptionForm]> => forms[form];

export const besideFile = (folder: string) => (file: string) => resolve(folder, file);

/** The options of a table, as yargs takes them. */
export const declared = (table: OptionTable): Record<string, YargsOption> =>
  Object.fromEntries(
    Object.entries(table).map(([name, option]) => [
      name,
      {
        ...formOf(option).yargs,
        describe: option.choices ? `${option.describe}: ${option.choices.join(', ')}` : option.describe,
        ...(option.form === 'switch' ? {} : { requiresArg: true }),
      },
    ]),
  );

/** The options of a table that were given. A switch that is off does not count. */
export const picked = (
  table: OptionTable,
  of: (name: string, option: Option) => Written | undefined,
): WrittenOptions =>
  Object.fromEntries(
    Object.entries(table).flatMap(([name, option]) => {
      const written = of(name, option);
      return written === undefined || written === false ? [] : [[name, written] as const];
    }),
  );

/** The values of the options. This reads secrets and files. */
export const readBy = (table: OptionTable, written: WrittenOptions) =>
  Object.fromEntries(
    Object.entries(table).flatMap(([name, option]) => {
      const value = written[name];
      return value === undefined ? [] : [[name, formOf(option).read(name, value, option)] as const];
    }),
  );
