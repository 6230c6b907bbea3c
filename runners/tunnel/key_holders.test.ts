import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { zbase32 } from '../../reference/bytes/zbase32.js';
import { publicKeyOf } from '../../reference/tunnel/key_file.js';
import { addressesByKeyFile } from './key_holders.js';

test.skipIf(process.platform !== 'linux')(
  'finds an out by the key file that it was started with',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'conform-key-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const secret = new Uint8Array(32).fill(process.pid % 251);
    writeFileSync(join(folder, 'own.key'), secret);
    const script = `const socket = require('node:dgram').createSocket('udp4');
    socket.bind(0, '0.0.0.0', () => console.log(socket.address().port));`;
    const env = { PUNCH_SECRET_KEY: 'own.key' };
    const child = spawn(process.execPath, ['-e', script, 'out', '80'], { cwd: folder, env });
    onTestFinished(() => void child.kill('SIGKILL'));
    const port = Number(String((await once(child.stdout, 'data'))[0]));
    expect(addressesByKeyFile(zbase32.encode(publicKeyOf(secret)))).toEqual([`127.0.0.1:${port}`]);
  },
);
