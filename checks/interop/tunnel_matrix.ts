/**
 * Pairs Rust programs, a wrong program and the reference in both roles. Only the cells of the wrong program may fail.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { quoteWord } from '../../runners/exec/words.js';
import type { Matrix } from '../../runners/interop/model.js';
import { builtFile } from '../../runners/tunnel/built_file.js';

/** As `out` it does not pass on a FIN to the service. As `in` it is right. */
const MUTANT = 'no-fin-to-service';
const QUESTIONS = ['tunnel/tcp/half-close'];
const longest = 3 * 60_000;

export interface Counted {
  readonly passed: number;
  readonly failed: number;
}

export function tunnelMatrix(programs: Readonly<Record<string, string>>): Counted {
  const wrong = [process.execPath, builtFile('checks/tunnel_mutant.js'), MUTANT].map(quoteWord).join(' ');
  const folder = mkdtempSync(join(tmpdir(), 'conform-matrix-'));
  const file = join(folder, 'matrix.json');
  const peers = { ...programs, mutant: wrong };
  const words = [
    ...['interop', '--quiet', '--report', 'console', '--report', `json=${file}`],
    ...Object.entries(peers).flatMap(([name, command]) => ['--peer', `${name}=tunnel:${command}`]),
    ...QUESTIONS.flatMap((id) => ['--only', id]),
  ];
  spawnSync(process.execPath, [builtFile('bin/conform.js'), ...words], {
    stdio: ['ignore', 'inherit', 'inherit'],
    timeout: longest,
  });
  const { matrices } = JSON.parse(readFileSync(file, 'utf8')) as { readonly matrices: readonly Matrix[] };
  rmSync(folder, { recursive: true });
  const cells = matrices.flatMap((matrix) => matrix.cells);
  const names = Object.keys(peers).length + 1;
  const odd = cells.filter(({ row, verdict, blame }) =>
    row === 'mutant'
      ? verdict !== 'fail' || !blame.some((sentence) => sentence.startsWith('mutant as out is at fault'))
      : verdict !== 'pass',
  );
  for (const { row, column, verdict, blame } of odd) {
    console.log(
      `not as expected: ${row} x ${column} is ${verdict}: ${blame.join('; ') || 'nobody is blamed'}`,
    );
  }
  const missing = names ** 2 - cells.length;
  return { passed: cells.length - odd.length, failed: odd.length + missing };
}
