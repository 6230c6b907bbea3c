/** Tests the package after `npm install --omit=optional`: which commands work, and what the others say. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBroker } from '../reference/punch/peers/broker/broker.js';
import { type Unpacked, unpack } from './packed/unpacked.js';

/** A text, because an argument of a command cannot contain every octet. */
const SECRET = 'a secret of thirty-two octets, ..';

let unpacked: Unpacked;
let broker: Awaited<ReturnType<typeof startBroker>>;
beforeAll(async () => {
  unpacked = unpack({ optional: false });
  broker = await startBroker({ secret: Buffer.from(SECRET) });
});
afterAll(async () => {
  await broker.close();
  unpacked.remove();
});

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Not spawnSync, because the broker runs in this process. */
function conform(...words: string[]): Promise<Ended> {
  const program = join(unpacked.home, 'dist', 'bin', 'entry.js');
  const child = spawn(process.execPath, [program, ...words], { cwd: unpacked.project });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  return new Promise((resolve) => child.on('close', (status) => resolve({ status, stdout, stderr })));
}

describe('without the optional packages', () => {
  it('runs all vectors', async () => {
    const { status, stdout } = await conform('run', '--quiet');
    expect(stdout).toMatch(/^GREEN/m);
    expect(status).toBe(0);
  });

  it('writes an adapter and tests it', async () => {
    expect((await conform('init', 'adapter', '--lang', 'python', '--out', 'mine')).status).toBe(0);
    const asked = await conform('run', '--quiet', '--target', 'exec:python3 mine/adapter.py');
    expect(asked.stdout).toMatch(/^GREEN/m);
  });

  it('exports vectors', async () => {
    expect((await conform('vectors', 'export', '--out', 'data')).status).toBe(0);
  });

  it('tests a live broker', async () => {
    const only = ['--only', 'punch/5/**', '--only', 'punch/5.3/**', '--only', 'punch/6.2/**'];
    const asked = await conform('run', '--quiet', '--target', broker.url, '--secret', SECRET, ...only);
    expect(asked.stdout + asked.stderr).toMatch(/^GREEN/m);
    expect(asked.status).toBe(0);
  });

  it.each([
    [['run', '--target', 'reference:punch'], 'hono', 'the reference broker needs it'],
    [['run', '--target', 'reference:openhost'], 'werift', 'peers over WebRTC need it'],
    [['run', '--target', 'openhost-client:curl {url}'], 'werift', 'peers over WebRTC need it'],
    [['run', '--target', 'reference:tunnel'], '@number0/iroh', 'reference peers over iroh need it'],
    [['serve', 'punch'], 'hono', 'the reference broker needs it'],
  ])('%j says in one sentence what is missing, and how to get it', async (words, name, purpose) => {
    const { status, stdout, stderr } = await conform(...words);
    expect(stdout).toBe('');
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(stderr).toContain(name);
    expect(stderr).toContain(purpose);
    expect(stderr).toMatch(/: npm install \S+@\S+/);
    expect(status).toBe(2);
  });

  it('serves a peer that needs no optional package', async () => {
    const program = join(unpacked.home, 'dist', 'bin', 'entry.js');
    const child = spawn(process.execPath, [program, 'serve', 'openhost', 'relay', '--port', '0']);
    const url = await new Promise<string>((resolve, reject) => {
      child.stdout.once('data', (chunk) => resolve(String(chunk).trim()));
      child.stderr.once('data', (chunk) => reject(new Error(String(chunk))));
    });
    expect((await fetch(url)).status).toBeGreaterThanOrEqual(200);
    child.kill('SIGTERM');
  });
});
