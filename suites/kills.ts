/** How many mutants the cases of a protocol kill, by clause. `conform mutants --record` measures and writes it. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { inPackage } from '../package.js';

export interface Kills {
  readonly protocol: string;
  readonly mutants: number;
  readonly killed: number;
  /** SHA-256 of the names of the mutants that were tried. If the names change, the record is outdated. */
  readonly tried: string;
  /** By clause: how many of its mutants were killed, and how many it has. */
  readonly clauses: Readonly<Record<string, readonly [killed: number, mutants: number]>>;
}

export const killsPath = (protocol: string): string => inPackage('suites', protocol, 'kills.json');

/** Undefined for a protocol without recorded kills. */
export function killsOf(protocol: string): Kills | undefined {
  const path = killsPath(protocol);
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Kills) : undefined;
}

export const digestOfMutants = (paths: readonly string[]): string =>
  createHash('sha256')
    .update([...paths].sort().join('\n'))
    .digest('hex');

interface Tried {
  readonly path: string;
  readonly isKilled: boolean;
}

interface Rate {
  readonly clause: string;
  readonly mutants: number;
  readonly killed: number;
}

/** The record after a run of all mutants of the protocol. */
export const recordOf = (protocol: string, tried: readonly Tried[], rates: readonly Rate[]): Kills => ({
  protocol,
  mutants: tried.length,
  killed: tried.filter(({ isKilled }) => isKilled).length,
  tried: digestOfMutants(tried.map(({ path }) => path)),
  clauses: Object.fromEntries(
    rates
      .filter(({ mutants }) => mutants > 0)
      .map(({ clause, killed, mutants }) => [clause, [killed, mutants]]),
  ),
});
