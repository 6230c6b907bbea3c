/**
 * The foreign tool schemathesis tests the reference broker against our OpenAPI file for some seconds: status codes,
 * media types, headers and bodies as described, no 5xx, and rejection of invalid input. Each commit uses another seed.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { inPackage } from '../package.js';
import { startBroker } from '../reference/punch/peers/broker/broker.js';

const VERSION = '4.32.5';
const SECONDS = 20;
/** The limit of the whole program. Its own limit applies to each request. */
const PATIENCE = 180_000;
const [seed = '1'] = process.argv.slice(2);

/** Installs it once, outside the checkout. Returns a reason if this machine cannot install it. */
function install(): { readonly program: string } | { readonly missing: string } {
  const venv = join(homedir(), '.cache', `conform-schemathesis-${VERSION}`);
  const program = join(venv, 'bin', 'schemathesis');
  if (existsSync(program)) return { program };
  const python = 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))';
  if (spawnSync('python3', ['-c', python]).status !== 0)
    return { missing: 'there is no Python 3.10 with venv' };
  mkdirSync(join(homedir(), '.cache'), { recursive: true });
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', `schemathesis==${VERSION}`];
  for (const [command, words] of [
    ['python3', ['-m', 'venv', venv]],
    [join(venv, 'bin', 'python'), pip],
  ] as const) {
    const { status, stderr } = spawnSync(command, words, { encoding: 'utf8' });
    if (status === 0) continue;
    rmSync(venv, { recursive: true, force: true });
    throw new Error(`${command} ${words.join(' ')} exits ${status}:\n${stderr.slice(-2000)}`);
  }
  return { program };
}

async function examine(program: string): Promise<boolean> {
  const broker = await startBroker();
  const folder = inPackage('checks', 'schemathesis');
  // It stores its findings in the working folder.
  const cwd = mkdtempSync(join(tmpdir(), 'conform-schemathesis-'));
  const words = [
    ...['--config-file', join(folder, 'schemathesis.toml'), '--no-color', 'run'],
    ...[inPackage('reference', 'punch', 'companion', 'openapi.yaml'), '--url', broker.url],
    ...['--seed', seed, '--max-time', String(SECONDS), '--continue-on-failure', '--warnings', 'off'],
  ];
  try {
    // Not spawnSync, because the broker runs in this process.
    const stdio = ['ignore', 'inherit', 'inherit'] as const;
    const child = spawn(program, words, { cwd, stdio: [...stdio], timeout: PATIENCE });
    return (await new Promise((resolve) => child.once('close', resolve))) === 0;
  } finally {
    await broker.close();
    rmSync(cwd, { recursive: true, force: true });
  }
}

const found = install();
if ('missing' in found) console.log(`skipped: ${found.missing}`);
else {
  const ok = await examine(found.program);
  console.log(ok ? '1 passed, 0 failed' : '0 passed, 1 failed');
  process.exitCode = ok ? 0 : 1;
}
