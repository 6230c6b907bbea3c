import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { builtFile } from '../runners/tunnel/built_file.js';
import { labRefused } from '../runners/tunnel/namespaces.js';

const entry = builtFile('bin/entry.js');
const refused = (await labRefused()) ?? (existsSync(entry) ? undefined : 'nothing is built');

/** In a process of its own: the command has the terminal of it. */
async function lab(words: readonly string[], env: NodeJS.ProcessEnv = process.env) {
  const child = spawn(process.execPath, [entry, 'lab', ...words], { env });
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit'),
  ]);
  return { stdout, stderr, code };
}

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'conform-lab-test-'));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return path;
}

test.skipIf(refused !== undefined)(
  'returns the output and the exit code of the command, and leaves no folder behind',
  async () => {
    const TMPDIR = folder();
    const script = 'ls /sys/class/net >/dev/null; ip -o link | wc -l; exit 7';
    const ended = await lab(['--', 'sh', '-c', script], { ...process.env, TMPDIR });
    expect(ended).toEqual({ stdout: '1\n', stderr: '', code: 7 });
    expect(readdirSync(TMPDIR)).toEqual([]);
  },
);

test.skipIf(refused !== undefined)('says which command cannot be started, and returns 127', async () => {
  const { stderr, code } = await lab(['--', 'no-such-program', '--with', '007']);
  expect(stderr).toMatch(/^no-such-program cannot be started in the lab: .*ENOENT\n$/);
  expect(code).toBe(127);
});

test.skipIf(refused !== undefined)(
  'two ends that were started by hand find each other by the key alone',
  async () => {
    const peer = `${process.execPath} ${entry} serve tunnel`;
    const script = `cd ${folder()}
      ${process.execPath} -e 'require("net").createServer((s) => s.end("hello")).listen(8080, "127.0.0.1")' &
      PUNCH_SECRET_KEY=out.key ${peer} out 8080 2>out.log &
      until grep -q 'public key: ' out.log; do sleep 0.1; done
      KEY=$(sed -n 's/^public key: //p' out.log)
      PUNCH_SECRET_KEY=in.key ${peer} in $KEY -:8080 </dev/null`;
    const { stdout, code, stderr } = await lab(['--', 'sh', '-c', script]);
    expect({ stdout, code }, stderr).toEqual({ stdout: 'hello', code: 0 });
  },
  60_000,
);

test('says what a lab needs where unshare is missing', async () => {
  const { stderr, code } = await lab(['--', 'true'], { PATH: folder() });
  expect(stderr).toMatch(/the lab cannot start here: .*unshare.*ip.*conform doctor/s);
  expect(code).toBe(3);
});
