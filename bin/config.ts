import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { inPackage } from '../package.js';
import type { Level } from '../suites/model.js';
import { checker, FileError, readJsonFile } from '../vectors/schema.js';
import { UsageError } from './command.js';

/** Found in the working folder when no `--config` names another. */
export const CONFIG_NAME = 'conform.config.json';

const MAX_CONFIG = 1024 * 1024;

/** A target and what belongs to it, as the command line or a config gives it. */
export interface TargetSettings {
  readonly target: string;
  readonly secret?: string;
  readonly relays?: readonly string[];
  readonly ca?: string;
  readonly upstream?: number;
  readonly srt?: boolean;
  readonly browser?: boolean;
  readonly remoteRefs?: boolean;
  readonly openapi?: string;
  readonly messages?: string;
  readonly peerTokenCommand?: string;
  readonly turnstileToken?: string;
  readonly profile?: 'full' | 'production';
}

export interface Config {
  readonly path: string;
  readonly targets: Readonly<Record<string, TargetSettings>>;
  readonly waivers?: string;
  readonly reports?: readonly string[];
  readonly level?: Level;
}

interface Written extends Omit<Config, 'path' | 'targets'> {
  readonly targets?: Readonly<Record<string, string | TargetSettings>>;
}

/** The config that was named, or the one of the working folder, or none. Paths in it start where it lies. */
export function readConfig(named: string | undefined): Config | undefined {
  const path = named ?? CONFIG_NAME;
  if (named === undefined && !existsSync(path)) return undefined;
  try {
    const value = readJsonFile(path, MAX_CONFIG);
    checker(readJsonFile(inPackage('bin', 'config.schema.json')) as object).check(path, value);
    return placed(path, value as Written);
  } catch (error) {
    if (error instanceof FileError) throw new UsageError(`--config: ${error.message}`);
    throw error;
  }
}

function placed(path: string, { targets = {}, waivers, reports, level }: Written): Config {
  const beside = (file: string) => resolve(dirname(path), file);
  const fileOrUrl = (where: string) => (/^https?:/.test(where) ? where : beside(where));
  const settings = Object.entries(targets).map(([name, written]): [string, TargetSettings] => {
    if (typeof written === 'string') return [name, { target: written }];
    const { secret, ca, openapi, messages } = written;
    return [
      name,
      {
        ...written,
        ...(secret?.startsWith('file:') ? { secret: `file:${beside(secret.slice('file:'.length))}` } : {}),
        ...(ca === undefined ? {} : { ca: beside(ca) }),
        ...(openapi === undefined ? {} : { openapi: fileOrUrl(openapi) }),
        ...(messages === undefined ? {} : { messages: fileOrUrl(messages) }),
      },
    ];
  });
  return {
    path,
    targets: Object.fromEntries(settings),
    ...(waivers === undefined ? {} : { waivers: beside(waivers) }),
    ...(reports === undefined
      ? {}
      : { reports: reports.map((text) => text.replace(/(?<==)(?!-$).+$/s, beside)) }),
    ...(level === undefined ? {} : { level }),
  };
}
