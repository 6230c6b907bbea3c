/**
 * Runs all vectors at should against the adapters in Python and Go, which share no code with us. Then compares two of
 * the three implementations on generated inputs. `adapters.js K` chooses the two by turns; without K, it compares all
 * pairs.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inPackage } from '../package.js';
import { call } from '../runners/exec/call.js';
import { quoteWord } from '../runners/exec/words.js';
import { openTally } from './tally.js';

const FUZZ = 8_000;
const WITHIN = 180_000;
/** The Go version that the module file of the Go adapter requires. */
const GO_MINOR = 22;

const folder = mkdtempSync(join(tmpdir(), 'conform-adapters-'));
const example = (...path: string[]) => inPackage('examples', 'adapters', ...path);
const python = `exec:python3 ${quoteWord(example('python', 'adapter.py'))}`;

/** The Go adapter, built outside the checkout, or the reason why it cannot be built. It needs no other module. */
function buildGo(): { target: string } | { missing: string } {
  const env = { ...process.env, GOTOOLCHAIN: 'local', GOFLAGS: '-buildvcs=false', GOPROXY: 'off' };
  const found = spawnSync('go', ['env', 'GOVERSION'], { encoding: 'utf8', env });
  const minor = /^go1\.(\d+)/.exec(found.stdout ?? '')?.[1];
  if (minor === undefined) return { missing: 'there is no go' };
  if (Number(minor) < GO_MINOR) return { missing: `go 1.${minor} is older than 1.${GO_MINOR}` };
  const program = join(folder, 'adapter');
  const built = spawnSync('go', ['build', '-C', example('go'), '-o', program, '.'], {
    encoding: 'utf8',
    env,
  });
  if (built.status !== 0) throw new Error(`go build exits with ${built.status}\n${built.stderr}`);
  return { target: `exec:${quoteWord(program)}` };
}

const tally = openTally();

async function ask(what: string, ...words: string[]): Promise<void> {
  const since = performance.now();
  const command = [process.execPath, inPackage('dist', 'bin', 'entry.js'), ...words] as const;
  const { code, shown } = await call([...command], { within: WITHIN });
  const lines = shown.trim().split('\n');
  if (code === 0) tally.tell(`${what}: ${lines.at(words[0] === 'fuzz' ? 0 : -1)}`, undefined, since);
  else tally.tell(what, `exit ${code}\n${shown}`, since);
}

const vectors = (name: string, target: string) =>
  ask(`${name} at should`, 'run', '--quiet', '--level', 'should', '--target', target);
const fuzz = (what: string, target: string, against: string) =>
  ask(what, 'fuzz', '--quiet', '--time', `${FUZZ}ms`, '--target', target, '--against', against);

try {
  const go = buildGo();
  await vectors('python', python);
  const pairs = [() => fuzz('python beside the reference', python, 'reference')];
  if ('missing' in go) {
    tally.skip('go', go.missing);
  } else {
    const { target } = go;
    await vectors('go', target);
    pairs.push(
      () => fuzz('go beside the reference', target, 'reference'),
      () => fuzz('go beside python', target, python),
    );
  }
  const turn = process.argv[2];
  const chosen = turn === undefined ? pairs : [pairs[Number(turn) % pairs.length]];
  for (const pair of chosen) await pair?.();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = tally.end();
