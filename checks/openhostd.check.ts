/** Daemons that are started through something else, and what becomes of them. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { inPackage } from '../package.js';
import { leftOf, pidsIn } from '../runners/exec/testing/processes.js';
import { openhostdTarget } from '../runners/openhost/openhostd.js';
import { askOne } from '../runners/put.js';
import { daemonCases } from '../suites/openhost/cases.js';

const conform = inPackage('dist', 'bin', 'conform.js');
const restart = daemonCases.filter(({ id }) => id === 'openhost/2/restart');
let folder = '';
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Does not become the daemon, and tells its number. */
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
        expect(await askOne(one, target)).toMatchObject({ id: one.id, verdict: 'pass' });
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

  it('is left alone by a run that was over before it was up', async () => {
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

it('npx will do', async () => {
  const target = await openhostdTarget({ command: ['npx', 'conform', 'serve', 'openhost', 'daemon'] });
  for (const one of restart) expect(await askOne(one, target)).toMatchObject({ verdict: 'pass' });
  await target.close();
}, 60_000);
