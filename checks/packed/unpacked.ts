/** The packed package in an empty project without a registry: unpacked next to links to its dependencies. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inPackage } from '../../package.js';

export interface Unpacked {
  readonly project: string;
  /** The folder of the package in it. */
  readonly home: string;
  link(name: string): void;
  remove(): void;
}

export const spawned = (command: string, words: readonly string[], cwd: string) =>
  spawnSync(command, words, { cwd, encoding: 'utf8', timeout: 120_000 });

type Dependencies = Readonly<Record<string, string>>;

/** `optional: false` omits the packages that `npm install --omit=optional` omits. */
export function unpack({ optional = true } = {}): Unpacked {
  const project = mkdtempSync(join(tmpdir(), 'conform-packed-'));
  const home = join(project, 'node_modules', 'p2p-conform');
  const packed = spawned(
    'npm',
    ['pack', '--json', '--ignore-scripts', '--pack-destination', project],
    inPackage(),
  );
  const [tarball] = JSON.parse(packed.stdout) as { filename: string }[];
  mkdirSync(home, { recursive: true });
  const { status } = spawned(
    'tar',
    ['xzf', join(project, tarball?.filename ?? ''), '--strip-components=1', '-C', home],
    project,
  );
  if (status !== 0) throw new Error(`the tarball does not unpack: ${packed.stderr}`);
  const link = (name: string): void => {
    const place = join(project, 'node_modules', name);
    if (existsSync(place)) return;
    mkdirSync(join(place, '..'), { recursive: true });
    // Node resolves the dependencies of a dependency in the folder that the link points to.
    symlinkSync(inPackage('node_modules', name), place);
  };
  const { dependencies = {}, optionalDependencies = {} } = JSON.parse(
    readFileSync(join(home, 'package.json'), 'utf8'),
  ) as { dependencies?: Dependencies; optionalDependencies?: Dependencies };
  for (const name of Object.keys({ ...dependencies, ...(optional ? optionalDependencies : {}) })) link(name);
  return { project, home, link, remove: () => rmSync(project, { recursive: true }) };
}
