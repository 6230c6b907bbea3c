/**
 * Runs `run --watch` as a process: after a change of the adapter, the cases run again at once, failed ones first, until
 * q.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { inPackage } from '../package.js';

const LONGEST = 60_000;

/** Resolves with the whole output when it contains the text this many times. */
function printed(child: ReturnType<typeof spawn>) {
  let said = '';
  const heard = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      for (const look of heard) look();
    });
  return (pattern: RegExp, times = 1) =>
    new Promise<string>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`no ${pattern} in:\n${said}`)), LONGEST);
      const look = (): void => {
        if ([...said.matchAll(new RegExp(pattern, 'g'))].length < times) return;
        clearTimeout(timer);
        heard.delete(look);
        resolve(said);
      };
      heard.add(look);
      look();
    });
}

it('turns green when the adapter is fixed, and q ends with the exit code of the last run', {
  timeout: 3 * LONGEST,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'conform-watch-'));
  const [adapter, stream] = [join(folder, 'adapter.py'), join(folder, 'run.jsonl')];
  copyFileSync(inPackage('checks', 'five_mistakes', 'mistaken.py'), adapter);
  const command = `exec:python3 ${adapter} ${inPackage('examples', 'adapters', 'python')} forgets-the-stream`;
  const child = spawn(process.execPath, [
    inPackage('dist', 'bin', 'conform.js'),
    ...['run', '--quiet', '--only', 'punch/token/**', '--target', command, '--watch', folder],
    ...['--report', `jsonl=${stream}`, '--report', 'console'],
  ]);
  const exit = once(child, 'exit');
  const until = printed(child);
  try {
    await until(/asked all; 1 fails\./);
    const text = readFileSync(adapter, 'utf8');
    writeFileSync(adapter, text.replace('    BY_NAME[mistake]()', '    pass'));
    expect(await until(/asked all; none fails\./)).toMatch(/RED .*GREEN /s);
    const first = readFileSync(stream, 'utf8').split('\n')[0] ?? '';
    const header: { readonly plan: { readonly cases: readonly { readonly ids: readonly string[] }[] } } =
      JSON.parse(first);
    expect(header.plan.cases[0]?.ids[0]).toBe('punch/token/verify-other-stream-octets');
    child.stdin.write('q');
    expect(await exit).toEqual([0, null]);
  } finally {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
});
