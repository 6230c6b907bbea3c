import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { defined, ifGiven } from '../defined.js';
import type { Level } from '../suites/model.js';
import { checker, FileError, readJsonFile } from '../vectors/schema.js';
import { faultOf } from './file_fault.js';
import { besideFile, type WrittenOptions } from './option_forms.js';
import { placedIn } from './target_options.js';

/** Read from the working folder unless `--config` names another file. */
export const CONFIG_NAME = 'conform.config.json';

const MAX_CONFIG = 1024 * 1024;

/** A target and its options, from the command line or a config. */
export interface TargetSettings {
  readonly target: string;
  readonly profile?: 'full' | 'production';
  readonly options: WrittenOptions;
}

export interface Config {
  readonly path: string;
  readonly targets: Readonly<Record<string, TargetSettings>>;
  readonly waivers?: string;
  readonly reports?: readonly string[];
  readonly level?: Level;
}

interface Written extends Omit<Config, 'path' | 'targets'> {
  readonly targets?: Readonly<Record<string, string | WrittenTarget>>;
}

type WrittenTarget = Pick<TargetSettings, 'target' | 'profile'> & Readonly<Record<string, unknown>>;

/** The named config, or that of the working folder, or none. Paths in it are relative to its folder. */
export function readConfig(named: string | undefined): Config | undefined {
  const path = named ?? CONFIG_NAME;
  if (named === undefined && !existsSync(path)) return undefined;
  try {
    const value = readJsonFile(path, MAX_CONFIG);
    checker('config', 'conform:/config.schema.json')(path, value);
    return placed(path, value as Written);
  } catch (error) {
    if (error instanceof FileError) throw faultOf('--config', error);
    throw error;
  }
}

function placed(path: string, { targets = {}, waivers, reports, level }: Written): Config {
  const beside = besideFile(dirname(path));
  const settings = Object.entries(targets).map(([name, written]): [string, TargetSettings] => {
    if (typeof written === 'string') return [name, { target: written, options: {} }];
    const { target, profile } = written;
    return [name, { target, ...(profile ? { profile } : {}), options: placedIn(written, beside) }];
  });
  return {
    path,
    targets: Object.fromEntries(settings),
    ...defined({ waivers: ifGiven(waivers, beside) }),
    ...defined({ reports: reports?.map((text) => text.replace(/(?<==)(?!-$).+$/s, beside)) }),
    ...defined({ level }),
  };
}
