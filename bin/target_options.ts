/** The options that kinds of targets declare: on the command line, in a config, and in a rerun line. */
import type { Argv } from 'yargs';
import type { Given } from '../runners/options.js';
import { targetOptions } from '../runners/targets.js';
import type { JsonObject } from '../suites/model.js';
import { declared, formOf, picked, readBy, type Written, type WrittenOptions } from './option_forms.js';

export const memberOf = (name: string): string =>
  targetOptions[name]?.member ?? name.replace(/-(\w)/g, (_dash, letter: string) => letter.toUpperCase());

export const withTargetOptions = <T>(yargs: Argv<T>): Argv<T> =>
  yargs.options(declared(targetOptions)) as unknown as Argv<T>;

/** Those that a command line gave, among all that yargs read. */
export const writtenIn = (given: Readonly<Record<string, unknown>>): WrittenOptions =>
  picked(targetOptions, (name) => given[name] as Written | undefined);

/** Those of a target in a config, whose files lie beside it. */
export const placedIn = (
  target: Readonly<Record<string, unknown>>,
  beside: (file: string) => string,
): WrittenOptions =>
  picked(targetOptions, (name, option) => {
    const written = target[memberOf(name)] as Written | undefined;
    return written === undefined ? undefined : (formOf(option).placed?.(written, beside) ?? written);
  });

export const readOptions = (written: WrittenOptions): Given => readBy(targetOptions, written);

export const rerunWords = (written: WrittenOptions): readonly string[] =>
  Object.entries(targetOptions).flatMap(([name, option]) => {
    const value = written[name];
    return value === undefined ? [] : formOf(option).rerun(name, value);
  });

/** The members of a target in a config. */
export const optionSchemas = (): JsonObject =>
  Object.fromEntries(
    Object.entries(targetOptions).map(([name, option]) => [memberOf(name), formOf(option).schema]),
  );
