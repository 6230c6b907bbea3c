/** Codec cases: toml-test with a decoder in Python, and ours with an adapter in Python. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inPackage } from '../../package.js';
import { whichFile } from '../../runners/tools.js';
import { type Measured, SHORT } from '../model.js';
import { installed } from './go.js';
import { timed } from './timed.js';

const VERSION = 'v2.2.0';

/** The parser of the standard library, with the tags of toml-test. */
const DECODER = `import datetime, json, sys, tomllib
def tagged(value):
    if isinstance(value, dict): return {name: tagged(one) for name, one in value.items()}
    if isinstance(value, list): return [tagged(one) for one in value]
    if isinstance(value, bool): return {"type": "bool", "value": str(value).lower()}
    if isinstance(value, int): return {"type": "integer", "value": str(value)}
    if isinstance(value, float): return {"type": "float", "value": str(value)}
    if isinstance(value, str): return {"type": "string", "value": value}
    if isinstance(value, datetime.datetime):
        kind = "datetime" if value.tzinfo else "datetime-local"
    else:
        kind = "date-local" if isinstance(value, datetime.date) else "time-local"
    return {"type": kind, "value": value.isoformat()}
try:
    print(json.dumps(tagged(tomllib.loads(sys.stdin.buffer.read().decode()))))
except ValueError as error:
    sys.exit(str(error))
`;

export async function tomlTest(share: number): Promise<readonly Measured[]> {
  const go = await installed(VERSION, ['github.com/toml-lang/toml-test/v2/cmd/toml-test']);
  if ('missing' in go) return [{ what: `skipped: ${go.missing}`, ratio: 1 }];
  const python = whichFile('python3');
  if (python === undefined) return [{ what: 'skipped: python3 is not on the PATH', ratio: 1 }];
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    const decoder = join(folder, 'decoder.py');
    writeFileSync(decoder, DECODER);
    const some = share <= SHORT ? ['-run', 'valid/string/*'] : [];
    const theirs = await timed([
      ...[go.program('toml-test'), 'test', '-toml', '1.0', '-color', 'never', ...some],
      ...['-decoder', `${python} ${decoder}`],
    ]);
    const cases = [...theirs.stdout.matchAll(/tests: +(\d+) passed, +(\d+) failed/g)].reduce(
      (sum, [, passed, failed]) => sum + Number(passed) + Number(failed),
      0,
    );
    const adapter = inPackage('examples', 'adapters', 'python', 'adapter.py');
    const ours = await timed([
      ...[process.execPath, inPackage('dist', 'bin', 'conform.js'), 'run', '--quiet', '--report', 'json'],
      ...['--target', `exec:${python} ${adapter}`],
    ]);
    const { pass } = (JSON.parse(ours.stdout) as { footer: { counts: { pass: number } } }).footer.counts;
    return [
      {
        what: `${(pass / ours.wall).toFixed(0)} codec cases/s against ${(cases / theirs.wall).toFixed(0)} of toml-test (${pass} and ${cases} cases)`,
        ratio: pass / ours.wall / (cases / theirs.wall),
      },
      {
        what: `${((1000 * ours.cpu) / pass).toFixed(1)} ms of CPU a case against ${((1000 * theirs.cpu) / cases).toFixed(1)} of toml-test`,
        ratio: theirs.cpu / cases / (ours.cpu / pass),
      },
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}
