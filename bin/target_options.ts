/** The options that kinds of targets declare: as yargs, in a config, when they are read, and in a rerun line. */
import { resolve } from 'node:path';
import type { Argv, Options as YargsOption } from 'yargs';
import { quoteWord } from '../runners/exec/words.js';
import { redactCommand } from '../runners/redacted_command.js';
import type { Given, OptionForm, OptionValues, TargetOption } from '../runners/target_kind.js';
import { targetOptions } from '../runners/targets.js';
import type { JsonObject } from '../suites/model.js';
import { readCertificate, readSecret } from './secret.js';
import { readPort } from './whole.js';

/** As the command line or a config gives it. */
export type Written = string | number | boolean | readonly string[];

interface Form<V> {
  readonly yargs: YargsOption;
  /** What a config may say. */
  readonly schema: JsonObject;
  /** A config names files beside itself. */
  placed?(written: Written, beside: (file: string) => string): Written;
  read(name: string, written: Written): V;
  /** Words that say it again, with no secret in them. */
  rerun(name: string, written: Written): readonly string[];
}

const said = (name: string, written: Written): readonly string[] => [`--${name}`, quoteWord(String(written))];
const line = { type: 'string', minLength: 1 } as const;
const isUrl = (where: string): boolean => /^https?:/.test(where);

const forms: { readonly [F in OptionForm]: Form<OptionValues[F]> } = {
  text: { yargs: { type: 'string' }, schema: line, read: (_name, written) => String(written), rerun: said },
  secret: {
    yargs: { type: 'string' },
    schema: { type: 'string', pattern: '^(env|file):.', description: 'never the secret itself' },
    placed: (written, beside) => String(written).replace(/(?<=^file:).*$/s, beside),
    read: (name, written) => Buffer.from(readSecret(name, String(written))),
    rerun: (name, written) => said(name, placeOf(name, String(written))),
  },
  certificate: {
    yargs: { type: 'string' },
    schema: line,
    placed: (written, beside) => beside(String(written)),
    read: (name, written) => readCertificate(name, String(written)),
    rerun: said,
  },
  place: {
    yargs: { type: 'string' },
    schema: line,
    placed: (written, beside) => (isUrl(String(written)) ? written : beside(String(written))),
    read: (_name, written) => String(written),
    rerun: said,
  },
  command: {
    yargs: { type: 'string' },
    schema: line,
    read: (_name, written) => String(written),
    rerun: (name, written) => said(name, redactCommand(String(written)).shown),
  },
  list: {
    yargs: { type: 'string', array: true },
    schema: { type: 'array', items: { type: 'string' }, minItems: 1 },
    read: (_name, written) => [written].flat().map(String),
    rerun: (name, written) => [written].flat().flatMap((item) => said(name, item)),
  },
  port: {
    yargs: { type: 'number' },
    schema: { type: 'integer', minimum: 1, maximum: 65_535 },
    read: (name, written) => readPort(name, Number(written), 1),
    rerun: said,
  },
  switch: {
    yargs: { type: 'boolean' },
    schema: { type: 'boolean' },
    read: (_name, written) => written === true,
    rerun: (name, written) => (written === true ? [`--${name}`] : []),
  },
};

/** Where a secret is, never what it is. */
const placeOf = (name: string, secret: string): string =>
  /^(env|file):/.test(secret) ? secret : `env:${name.replaceAll('-', '_').toUpperCase()}`;

const entries = Object.entries(targetOptions);

export const memberOf = (name: string): string =>
  targetOptions[name]?.member ?? name.replace(/-(\w)/g, (_dash, letter: string) => letter.toUpperCase());

/** Options that were given, by their names on the command line. */
export type WrittenOptions = Readonly<Record<string, Written>>;

export const withTargetOptions = <T>(yargs: Argv<T>): Argv<T> => {
  const declared = entries.map(([name, { form, describe }]): [string, YargsOption] => [
    name,
    { ...forms[form].yargs, describe, ...(form === 'switch' ? {} : { requiresArg: true }) },
  ]);
  return yargs.options(Object.fromEntries(declared)) as unknown as Argv<T>;
};

/** Those that a command line gave, among all that yargs read. */
export const writtenIn = (given: Readonly<Record<string, unknown>>): WrittenOptions =>
  picked((name) => given[name] as Written | undefined);

/** Those of a target in a config, whose files lie beside it. */
export const placedIn = (
  target: Readonly<Record<string, unknown>>,
  beside: (file: string) => string,
): WrittenOptions =>
  picked((name, { form }) => {
    const written = target[memberOf(name)] as Written | undefined;
    return written === undefined ? undefined : (forms[form].placed?.(written, beside) ?? written);
  });

const picked = (of: (name: string, option: TargetOption) => Written | undefined): WrittenOptions =>
  Object.fromEntries(
    entries.flatMap(([name, option]) => {
      const written = of(name, option);
      return written === undefined || written === false ? [] : [[name, written] as const];
    }),
  );

/** What an opener is given: secrets and files are read here. */
export const readOptions = (written: WrittenOptions): Given =>
  Object.fromEntries(Object.entries(written).map(([name, value]) => [name, formOf(name).read(name, value)]));

export const rerunWords = (written: WrittenOptions): readonly string[] =>
  Object.entries(written).flatMap(([name, value]) => formOf(name).rerun(name, value));

/** The members of a target in a config. */
export const optionSchemas = (): JsonObject =>
  Object.fromEntries(entries.map(([name, { form }]) => [memberOf(name), forms[form].schema]));

function formOf(name: string): Form<OptionValues[OptionForm]> {
  const option = targetOptions[name];
  if (!option) throw new Error(`no option --${name}`);
  return forms[option.form];
}

export const besideFile = (folder: string) => (file: string) => resolve(folder, file);
