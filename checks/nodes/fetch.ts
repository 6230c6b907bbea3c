import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/** Outside the checkout, so that a clean checkout finds earlier downloads. */
const cache = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'conform-nodes');
/** node.bin publishes each Node release as one package for each platform. */
const name = `node-${process.platform}-${process.arch}`;

/** The Node program, from the cache or by npm. Throws with a hint if npm cannot fetch it. */
export function fetchNode(version: string): string {
  const file = join(cache, version, 'bin', 'node');
  if (!existsSync(file)) install(version, file);
  const seen = spawnSync(file, ['--version'], { encoding: 'utf8' }).stdout?.trim();
  if (seen === `v${version}`) return file;
  throw new Error(`${file} is not Node ${version} (it says ${JSON.stringify(seen ?? '')}): remove it`);
}

function install(version: string, file: string): void {
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'partial-'));
  try {
    const words = ['install', '--prefix', folder, '--no-save', '--no-audit', '--no-fund', '--ignore-scripts'];
    const { status, error, stderr } = spawnSync('npm', [...words, `${name}@${version}`], {
      encoding: 'utf8',
    });
    if (status !== 0) {
      throw new Error(
        `npm cannot install ${name}@${version}. This check needs a network that serves npm packages, or ${cache} from an earlier run.\n${error?.message ?? stderr.trim()}`,
      );
    }
    mkdirSync(dirname(file), { recursive: true });
    renameSync(join(folder, 'node_modules', name, 'bin', 'node'), file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
