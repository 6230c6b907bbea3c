/** Pairs daemons and clients as programs. One with another dialect works with the reference, but not with the other. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { conform } from '../bin/testing/conform.js';
import { inPackage } from '../package.js';
import type { Matrix } from '../runners/interop/model.js';

const node = process.execPath;
const daemon = `${node} ${inPackage('dist', 'bin', 'conform.js')} serve openhost daemon`;
const client = `env SSL_CERT_FILE={ca} ${node} ${inPackage('dist', 'checks', 'openhost_clients', 'fetch_once.js')}`;

it('a matrix of daemons and clients says which end is at fault', { timeout: 180_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'conform-interop-'));
  try {
    const report = join(folder, 'matrix.json');
    const { status } = await conform([
      ...['interop', '--quiet', '--report', `json=${report}`],
      ...['--peer', `literal=openhostd:${daemon}`, '--peer', 'absent=openhostd:/no/such/daemon'],
      ...['--peer', `fetch=openhost-client:${client} --relay {relay} {url}`],
      ...['--peer', `silent=openhost-client:${node} -e 0 {url} {ca}`],
    ]);
    expect(status).toBe(1);
    const { matrices } = JSON.parse(readFileSync(report, 'utf8')) as { readonly matrices: readonly Matrix[] };
    const told = matrices.flatMap(({ cells }) =>
      cells.map(({ row, column, verdict, blame }) => `${row} x ${column}: ${[verdict, ...blame].join('; ')}`),
    );
    const ids = 'openhost/interop/fetch, openhost/interop/fetch-again';
    const silent = `silent as client is at fault, by what it did with the reference: ${ids}`;
    expect(told).toEqual([
      'reference x reference: pass',
      'reference x fetch: pass',
      `reference x silent: fail; ${silent}`,
      'literal x reference: pass',
      `literal x fetch: fail; literal as daemon and fetch as client both work with the reference, and fail with each other: ${ids}`,
      `literal x silent: fail; ${silent}`,
      'absent x reference: blocked',
      'absent x fetch: blocked',
      'absent x silent: blocked',
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
