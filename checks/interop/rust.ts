/** Builds the peers in `interop/` with cargo, once for each state of their sources, and runs them. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { inPackage } from '../../package.js';

const longestBuild = 45 * 60_000;

/**
 * The program of a crate, from the cache outside the checkout when these very sources were built before. What it needs of
 * other crates is shared with the one that it is built beside.
 */
export function builtPeer(crate: string, program: string, beside = crate): string {
  const { folder, cache, file } = placeOf(crate, program);
  if (existsSync(file)) return file;
  mkdirSync(cache, { recursive: true });
  const target = join(cache, `target-${beside}`);
  const { status, error } = spawnSync(
    'cargo',
    ['build', '--quiet', '--release', '--locked', '--manifest-path', join(folder, 'Cargo.toml')],
    {
      env: { ...process.env, CARGO_TARGET_DIR: target },
      stdio: ['ignore', 'inherit', 'inherit'],
      timeout: longestBuild,
    },
  );
  if (status !== 0) throw new Error(`cargo ended with ${status ?? error?.message}`);
  copyFileSync(join(target, 'release', program), `${file}.${process.pid}`);
  renameSync(`${file}.${process.pid}`, file);
  return file;
}

/** The program of a crate; undefined if these sources were not built yet. */
export function peerIfBuilt(crate: string, program: string): string | undefined {
  const { file } = placeOf(crate, program);
  return existsSync(file) ? file : undefined;
}

function placeOf(crate: string, program: string) {
  const folder = inPackage('interop', crate);
  const cache = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'p2p-conform');
  return { folder, cache, file: join(cache, `${program}-${stateOf(folder)}`) };
}

function stateOf(folder: string): string {
  const hash = createHash('sha256').update(spawnSync('rustc', ['--version']).stdout ?? '');
  const sources = readdirSync(join(folder, 'src')).sort();
  for (const name of ['Cargo.toml', 'Cargo.lock', ...sources.map((source) => join('src', source))])
    hash.update(name).update(readFileSync(join(folder, name)));
  return hash.digest('hex').slice(0, 16);
}

/** A peer that prints what happens, line by line. */
export interface RustPeer {
  readonly lines: readonly string[];
  /** The rest of the first line with this beginning, also of a line that was printed before. */
  said(start: string, ms?: number): Promise<string>;
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

const mostLines = 1000;

export function startPeer(
  program: string,
  words: readonly string[],
  env: Readonly<Record<string, string>>,
): RustPeer {
  const child: ChildProcess = spawn(program, words, {
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  const stir = () => {
    for (const look of waiting) look();
  };
  if (child.stdout)
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (lines.push(line) > mostLines) child.kill('SIGKILL');
      stir();
    });
  let over = false;
  const ended = new Promise<void>((resolve) => {
    const end = () => {
      over = true;
      resolve();
      stir();
    };
    child.once('close', end);
    child.once('error', end);
  });
  return {
    lines,
    ended,
    said(start, ms = 20_000) {
      return new Promise((resolve, reject) => {
        const fail = (why: string) =>
          finish(() => reject(new Error(`no "${start}" ${why}: ${lines.join('; ')}`)));
        const finish = (settle: () => void) => {
          clearTimeout(timer);
          waiting.delete(look);
          settle();
        };
        const look = () => {
          const line = lines.find((one) => one.startsWith(start));
          if (line !== undefined) finish(() => resolve(line.slice(start.length)));
          else if (over) fail('from a peer that has ended');
        };
        const timer = setTimeout(() => fail(`within ${ms} ms`), ms);
        waiting.add(look);
        look();
      });
    },
    stop() {
      child.kill('SIGKILL');
      return ended;
    },
  };
}
