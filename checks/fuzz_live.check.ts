/** `conform fuzz` as a program: against peers that were started as programs, and ended by a signal. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, it } from 'vitest';
import { inPackage } from '../package.js';
import { closing } from '../reference/mutants/punch/4_2_closing.js';
import { startChanged } from '../reference/mutants/punch/start.js';
import { freePort } from '../runners/testing/free_port.js';

const conform = inPackage('dist', 'bin', 'conform.js');
const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'conform-fuzz-'));
  closers.push(() => rmSync(made, { recursive: true }));
  return made;
}

/** The program, in a group of its own as in a terminal. */
function started(...words: readonly string[]): ChildProcess & { told: () => string; errors: () => string } {
  const child = spawn(process.execPath, [conform, ...words], {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const ended = once(child, 'close');
  closers.push(async () => {
    if (child.exitCode === null) child.kill('SIGKILL');
    await ended;
  });
  const [out, err]: [string[], string[]] = [[], []];
  child.stdout.setEncoding('utf8').on('data', (part: string) => out.push(part));
  child.stderr.setEncoding('utf8').on('data', (part: string) => err.push(part));
  return Object.assign(child, { told: () => out.join(''), errors: () => err.join('') });
}

/** A peer that prints where it is. */
async function served(...words: readonly string[]): Promise<string> {
  const peer = started('serve', ...words);
  if (!peer.stdout) throw new Error('the peer has no stdout');
  const { value } = await createInterface({ input: peer.stdout })[Symbol.asyncIterator]().next();
  return String(value);
}

/** Seconds that a busy machine may take for so many histories. */
const TIME = 60;

async function agrees(runs: number, ...words: readonly string[]): Promise<void> {
  const bounds = ['--time', `${TIME}s`, '--runs', String(runs)];
  const run = started('fuzz', '--quiet', '--json', ...bounds, ...words);
  const [code] = await once(run, 'close');
  const seen = { code, errors: run.errors(), ...JSON.parse(run.told() || '{}') };
  expect(seen).toMatchObject({ code: 0, errors: '', found: [], faults: [] });
  expect(seen.compared).toBeGreaterThan(0);
  expect(seen.seconds).toBeLessThan(TIME + 2);
}

describe('the models of conform fuzz agree', () => {
  it('with the broker of conform serve', async () => {
    await agrees(200, '--target', await served('punch', '--port', '0'));
  });

  it('with a daemon that conform starts', async () => {
    await agrees(12, '--target', `openhostd:${process.execPath} ${conform} serve openhost daemon`);
  });

  it('with a running daemon in front of our service', async () => {
    const relay = await served('openhost', 'relay', '--port', '0');
    const port = String(await freePort());
    const shared = ['--relay', relay, '--secret', 'of this check'];
    const forward = [
      '--forward',
      `http://127.0.0.1:${port}`,
      '--websocket',
      '/live',
      '--websocket',
      '/live/no',
    ];
    const url = await served('openhost', 'daemon', ...shared, ...forward);
    await agrees(
      12,
      '--target',
      url.replace(/\/$/, ''),
      ...shared,
      '--upstream',
      port,
      '--model',
      'openhost/tunnel',
    );
  });
});

/** Tells nothing wrong but the length of key files. */
const LENIENT = `
require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, input } = JSON.parse(line);
  const hello = { name: 'lenient', version: '1', structures: { 'tunnel/key-file': ['decode'] } };
  console.log(JSON.stringify(id === undefined ? { conform: 1, hello } : { id, accept: input }));
});`;

describe.skipIf(process.platform === 'win32')('conform fuzz that is interrupted', () => {
  /** As a terminal does it: the whole group hears of it. */
  async function interrupted(run: ReturnType<typeof started>): Promise<number> {
    const since = performance.now();
    const closed = once(run, 'close');
    process.kill(-(run.pid ?? 0), 'SIGINT');
    const [code] = await closed;
    expect(performance.now() - since).toBeLessThan(10_000);
    return Number(code);
  }

  it('prints and keeps the counterexamples of an adapter, and exits 130', async () => {
    const dir = folder();
    writeFileSync(join(dir, 'lenient.cjs'), LENIENT);
    const files = ['--corpus', join(dir, 'corpus'), '--promote', join(dir, 'drafts')];
    const run = started(
      ...['fuzz', '--quiet', '--time', '10m', '--most', '1000', ...files],
      ...['--target', `exec:${process.execPath} ${join(dir, 'lenient.cjs')}`],
    );
    await expect.poll(run.told).toMatch(/^1\. tunnel\/key-file decode: the target accepts/);
    expect(await interrupted(run)).toBe(130);
    const found = Number(/^(\d+) disagreements? in/m.exec(run.told())?.[1]);
    expect(run.told().match(/^\d+\. tunnel\/key-file decode/gm)).toHaveLength(found);
    expect(run.told()).not.toMatch(/is lost/);
    expect(readFileSync(join(dir, 'drafts'), 'utf8').match(/"twin"/g)).toHaveLength(found);
    expect(readdirSync(join(dir, 'corpus')).length).toBeGreaterThanOrEqual(found);
    expect(run.errors()).toBe('');
  });

  it('prints and drafts the counterexamples of a broker, and exits 130', async () => {
    const dir = folder();
    const wrong = closing.find(({ id }) => id === 'deletes-twice');
    const broker = await startChanged(wrong?.change ?? ((rules) => rules));
    closers.push(broker.close);
    const run = started(
      ...['fuzz', '--quiet', '--time', '10m', '--promote', join(dir, 'drafts')],
      ...['--target', broker.url, '--model', 'punch/sessions'],
    );
    await expect.poll(run.told).toMatch(/^1\. punch\/sessions: the status is 404/);
    expect(await interrupted(run)).toBe(130);
    expect(run.told()).toMatch(/^1 disagreement in \d+ histories/m);
    expect(readFileSync(join(dir, 'drafts'), 'utf8')).toContain('Found by conform fuzz');
    expect(run.errors()).toBe('');
  });
});
