/** The options that kinds of targets declare, for the command line, configs and rerun commands. */
import type { Argv } from 'yargs';
import type { Given } from '../runners/options.js';
import { targetOptions } from '../runners/targets.js';
import type { JsonObject } from '../suites/model.js';
import { declared, formOf, picked, readBy, type Written, type WrittenOptions } from './option_forms.js';

export const memberOf = (name: string): string =>
  targetOptions[name]?.member ?? name.replace(/-(\w)/g, (_dash, letter: string) => letter.toUpperCase());

export const withTargetOptions = <T>(yargs: Argv<T>): Argv<T> =>
  yargs.options(declared(targetOptions)) as unknown as Argv<T>;

/** The options of targets among all that yargs parsed. */
export const writtenIn = (given: Readonly<Record<string, unknown>>): WrittenOptions =>
  picked(targetOptions, (name) => given[name] as Written | undefined);

/** The options of a target in a config. File names are relative to the config. */
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

/** The schemas of the members of a target in a config. */
export const optionSchemas = (): JsonObject =>
  Object.fromEntries(
    Object.entries(targetOptions).map(([name, option]) => [memberOf(name), formOf(option).schema]),
  );
