/** Daemons that are started through another program, and how they are stopped and restarted. */
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { inPackage } from '../package.js';
import { leftOf, pidsIn } from '../runners/exec/testing/processes.js';
import { openhostdTarget } from '../runners/openhost/openhostd.js';
import { runCase } from '../runners/run_case.js';
import { tryCase } from '../runners/try_cases.js';
import { daemonCases } from '../suites/openhost/cases.js';

const conform = inPackage('dist', 'bin', 'conform.js');
const restart = daemonCases.filter(({ id }) => id === 'openhost/2/restart');
let folder = '';
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A script that stays the parent of the daemon, and reports the process id. */
function wrapper(script: string): { command: [string, ...string[]]; pids: string } {
  folder = mkdtempSync(join(tmpdir(), 'conform-wrapper-'));
  const [file, pids] = [join(folder, 'daemon.sh'), join(folder, 'pids')];
  writeFileSync(file, script.replace('DAEMON', `'${process.execPath}' '${conform}' serve openhost daemon`));
  return { command: ['sh', file, pids], pids };
}

const waiting = 'pids=$1; shift\nDAEMON "$@" &\necho $! >> "$pids"\nwait $!\n';
const gone =
  'pids=$1; shift\ntrap "" TERM\ncase "$*" in *run) sleep 60 & echo $! >> "$pids";; esac\nDAEMON "$@"\n';

describe.skipIf(process.platform !== 'linux')('a daemon behind a script', () => {
  it.each([
    ['that waits for it', waiting],
    ['that is deaf, and leaves something behind that holds its output', gone],
  ])(
    '%s is stopped and started like any other, and nothing of it stays',
    async (_what, script) => {
      const { command, pids } = wrapper(script);
      const target = await openhostdTarget({ command, longestStop: 1000 });
      for (const one of restart) {
        expect(await tryCase(one, target)).toMatchObject({ id: one.id, verdict: 'pass' });
      }
      expect(restart).toHaveLength(1);
      const since = performance.now();
      await target.close();
      expect(performance.now() - since).toBeLessThan(3000);
      expect(pidsIn(pids).length).toBeGreaterThan(0);
      expect(await leftOf(pidsIn(pids))).toEqual([]);
    },
    60_000,
  );

  it('is stopped when the run ends before the daemon is up', async () => {
    const { command, pids } = wrapper('pids=$1; shift\nsleep 60 &\necho $! >> "$pids"\nwait $!\n');
    const stop = new AbortController();
    const opening = openhostdTarget({ command, signal: stop.signal });
    await expect.poll(() => existsSync(pids), { timeout: 5000 }).toBe(true);
    stop.abort();
    await expect(opening).rejects.toThrow();
    expect(pidsIn(pids).length).toBeGreaterThan(0);
    expect(await leftOf(pidsIn(pids))).toEqual([]);
  });
});

/**
 * A script that writes its process id, prints a line, and becomes the daemon by exec, so a signal to that id reaches
 * the daemon.
 */
const becoming =
  'pids=$1; shift\ncase "$*" in *run) echo $$ >> "$pids"; echo "about to serve" >&2;; esac\nexec DAEMON "$@"\n';
/** True also for an ended process whose parent has not collected it. */
const isThere = (pid: number): boolean => existsSync(`/proc/${pid}`);
const named = (id: string) => daemonCases.filter((one) => one.id === id);

describe.skipIf(process.platform !== 'linux')('a daemon that stops publishing', () => {
  const asking = { seed: 0, signal: new AbortController().signal };

  it('is restarted once, with its last lines in the remarks; when it ends again, cases show them', async () => {
    const { command, pids } = wrapper(becoming);
    const target = await openhostdTarget({ command, longestStop: 1000 });
    const end = () => process.kill(pidsIn(pids).at(-1) ?? 0, 'SIGKILL');
    try {
      for (const one of named('openhost/3/fresh-nonce')) {
        end();
        await expect.poll(() => isThere(pidsIn(pids).at(-1) ?? 0)).toBe(false);
        expect(await tryCase(one, target)).toMatchObject({ verdict: 'pass' });
        expect(target.remarks?.()).toEqual([
          expect.stringMatching(/stopped publishing .*restarted once; its last lines: .*about to serve/),
        ]);
        end();
        await expect.poll(() => isThere(pidsIn(pids).at(-1) ?? 0)).toBe(false);
        const { observation } = await runCase(one, target, asking);
        expect(observation).toMatchObject({
          ended: 'unreachable',
          reason: expect.stringMatching(/restarted once, and has ended again/),
          evidence: [{ name: 'last lines of the daemon', text: expect.stringMatching(/about to serve/) }],
        });
      }
      expect(pidsIn(pids)).toHaveLength(2);
    } finally {
      await target.close();
    }
  }, 60_000);

  it('although it still runs is restarted, too', async () => {
    const { command, pids } = wrapper(becoming);
    // Its configuration says that it publishes every five seconds.
    const target = await openhostdTarget({ command, longestStop: 500, longestQuiet: 8000 });
    try {
      process.kill(pidsIn(pids).at(-1) ?? 0, 'SIGSTOP');
      const since = performance.now();
      await expect.poll(() => performance.now() - since, { timeout: 15_000 }).toBeGreaterThan(9000);
      for (const one of named('openhost/3/fresh-nonce')) {
        expect(await tryCase(one, target)).toMatchObject({ verdict: 'pass' });
      }
      expect(target.remarks?.()).toEqual([expect.stringMatching(/published nothing for \d+ s/)]);
    } finally {
      await target.close();
    }
  }, 60_000);
});

/** After a restart, its sequence numbers are ten minutes old. */
const behind = `
import { appendFileSync, readFileSync } from 'node:fs';
const [, , starts, , file, ...words] = process.argv;
const { readConfiguration } = await import('MODULES/daemon/configured.js');
const { startDaemon } = await import('MODULES/daemon/daemon.js');
const { DAEMON_RULES } = await import('MODULES/daemon/rules.js');
const { relaySubstrate } = await import('MODULES/substrate.js');
const { identity, relays, options, pair, unpair } = readConfiguration(file);
if (words[0] === 'identity') console.log('oh://' + identity.name);
if (words[0] === 'pair') (words[1] === 'add' ? pair : unpair)(words[2]);
if (words[0] === 'run') {
  appendFileSync(starts, 'x');
  const back = readFileSync(starts, 'utf8').length > 1 ? 600n : 0n;
  const ca = readFileSync(process.env.SSL_CERT_FILE, 'utf8');
  const rules = {
    ...DAEMON_RULES,
    hostRecord: (facts, ts) => DAEMON_RULES.hostRecord(facts, ts - back),
    sequence: (ts, dialect) => DAEMON_RULES.sequence(ts - back, dialect),
  };
  await startDaemon({ ...options, substrates: relays.map((relay) => relaySubstrate(relay, ca)), rules });
}
`;

it('fails a daemon soon whose packets after a restart are older, with the seq that the relay rejects', async () => {
  folder = mkdtempSync(join(tmpdir(), 'conform-behind-'));
  const file = join(folder, 'daemon.mjs');
  const modules = pathToFileURL(inPackage('dist', 'reference', 'openhost', 'peers')).href;
  writeFileSync(file, behind.replaceAll('MODULES', modules));
  const target = await openhostdTarget({
    command: [process.execPath, file, join(folder, 'starts')],
    patience: 3000,
    longestStop: 1000,
  });
  try {
    for (const one of restart) {
      expect(await tryCase(one, target)).toMatchObject({
        verdict: 'fail',
        failed: [{ observed: expect.stringMatching(/seq \d+, which the relay rejects as older/) }],
      });
    }
  } finally {
    await target.close();
  }
}, 60_000);

it('accepts npx as the command of a daemon', async () => {
  // It has its own project, because npx would rebuild `dist` in a clone while other checks run.
  folder = mkdtempSync(join(tmpdir(), 'conform-npx-'));
  mkdirSync(join(folder, 'node_modules', '.bin'), { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }');
  symlinkSync(inPackage('dist', 'bin', 'entry.js'), join(folder, 'node_modules', '.bin', 'p2p-conform'));
  const target = await openhostdTarget({
    command: ['npx', '--no-install', '--prefix', folder, 'p2p-conform', 'serve', 'openhost', 'daemon'],
  });
  for (const one of restart) expect(await tryCase(one, target)).toMatchObject({ verdict: 'pass' });
  await target.close();
}, 60_000);
