/** A peer that is not on this machine, or is in production, is fuzzed only when its owner says so in two ways. */
import { kindOf } from '../runners/targets.js';
import { UsageError } from './command.js';
import type { TargetSettings } from './config.js';
import { readOptions } from './target_options.js';

export interface Permission {
  readonly 'i-own-this-target': boolean;
  readonly 'allow-live': readonly string[] | undefined;
}

export function mustBeAllowed({ target, profile, options }: TargetSettings, given: Permission): void {
  const place = kindOf(target)?.place?.(target, readOptions(options));
  if (place === undefined || (place.isHere && profile !== 'production')) return;
  const unnamed = place.hosts.filter((host) => !given['allow-live']?.includes(host));
  if (given['i-own-this-target'] && unnamed.length === 0) return;
  const where = place.isHere ? 'is in production' : 'is not on this machine';
  const missing = [
    ...(given['i-own-this-target'] ? [] : ['--i-own-this-target']),
    ...unnamed.map((host) => `--allow-live ${host}`),
  ];
  throw new UsageError(
    `--target: ${target} ${where}, and generated inputs may harm a live peer: if it is yours, add ${missing.join(' ')}`,
  );
}
