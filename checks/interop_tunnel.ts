/**
 * Runs the tunnel suite against Rust peers on two versions of the iroh crate. Its pairing cases, with the peer at
 * either end, are at should, but gate here.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { whichFile } from '../runners/tools.js';
import { builtFile } from '../runners/tunnel/built_file.js';
import { labRefused } from '../runners/tunnel/namespaces.js';
import { builtPeer } from './interop/rust.js';
import { tunnelMatrix } from './interop/tunnel_matrix.js';

/**
 * One crate for the iroh version of the npm binding, and one for that of the known program. Their common dependencies
 * are built once.
 */
const crates = ['tunnel-rs', 'tunnel-rs-0-97'];
const longestRun = 7 * 60_000;

/** Runs all cases of the suite against a program, whatever their level. */
function putTo(program: string): { readonly passed: number; readonly failed: number } {
  const folder = mkdtempSync(join(tmpdir(), 'conform-interop-'));
  const stream = join(folder, 'run.jsonl');
  try {
    const words = [
      'run',
      '--quiet',
      '--level',
      'may',
      '--only',
      'tunnel/**',
      '--target',
      `tunnel:${program}`,
    ];
    const reports = ['--report', 'console', '--report', `jsonl=${stream}`];
    const { status } = spawnSync(process.execPath, [builtFile('bin/entry.js'), ...words, ...reports], {
      stdio: ['ignore', 'inherit', 'inherit'],
      timeout: longestRun,
    });
    // Text after the last line end was cut off.
    const lines = readFileSync(stream, 'utf8').split('\n').slice(0, -1);
    const verdicts = lines.flatMap((line) => (JSON.parse(line) as { verdict?: string }).verdict ?? []);
    const passed = verdicts.filter((verdict) => verdict === 'pass').length;
    const failed = verdicts.filter((verdict) => verdict !== 'pass' && verdict !== 'skip').length;
    // A run that was killed at its deadline, or is red without a failed case, counts as one failure.
    return { passed, failed: status === 0 ? failed : Math.max(failed, 1) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const skipped = whichFile('cargo') === undefined ? 'no cargo' : await labRefused();
if (skipped !== undefined) console.log(`skipped: ${skipped}`);
else {
  let [passed, failed] = [0, 0];
  const programs: Record<string, string> = {};
  for (const crate of crates) {
    const began = Date.now();
    const program = builtPeer(crate, crate, 'tunnel-rs');
    console.log(`${crate}: built within ${Math.round((Date.now() - began) / 1000)} s`);
    programs[crate] = program;
    const verdicts = putTo(program);
    passed += verdicts.passed;
    failed += verdicts.failed;
  }
  const pairs = tunnelMatrix(programs);
  passed += pairs.passed;
  failed += pairs.failed;
  console.log(`${passed} passed, ${failed} failed: cases put to tunnel peers in Rust, and pairs of them`);
  process.exit(failed === 0 ? 0 : 1);
}
