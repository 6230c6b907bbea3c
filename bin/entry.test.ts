/** Node versions that are too old: `checks/nodes.ts` asks real ones. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { SUPPORTED } from '../checks/nodes/versions.js';
import { nodeSupported, OLDEST_NODE } from '../oldest_node.js';
import { inPackage, packageInfo } from '../package.js';

const manifest = JSON.parse(readFileSync(inPackage('package.json'), 'utf8'));
const entry = inPackage('dist', 'bin', 'entry.js');

/** This Node under the version of another. */
const conformOn = (version: string, ...words: string[]) => {
  const disguise = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } })`;
  return spawnSync(
    process.execPath,
    ['--import', `data:text/javascript,${encodeURIComponent(disguise)}`, entry, ...words],
    { encoding: 'utf8', timeout: 60_000 },
  );
};

describe('nodeSupported', () => {
  it.each(['20.19.0', '20.20.2', '21.0.0', '22.0.0', '24.1.0', '26.12.1', '100.0.0'])(
    'accepts %s',
    (version) => {
      expect(nodeSupported(version)).toBe(true);
    },
  );

  it.each(['20.18.9', '20.2.0', '18.20.8', '19.99.0', '9.9.9', '0.12.18'])('rejects %s', (version) => {
    expect(nodeSupported(version)).toBe(false);
  });

  it('agrees with engines in package.json', () => {
    expect(manifest.engines.node).toBe(`>=${OLDEST_NODE}`);
  });

  it('is checked on the oldest Node, and the types are those of that Node', () => {
    expect(SUPPORTED[0]).toMatch(new RegExp(`^${OLDEST_NODE}\\.`));
    expect(manifest.devDependencies['@types/node']).toMatch(new RegExp(`^~${OLDEST_NODE}\\.`));
  });
});

describe('conform on a Node that is too old', () => {
  it.each([[[]], [['--version']], [['run', '--quiet']]])('prints one line and exits 2 for %j', (words) => {
    const { status, stdout, stderr } = conformOn('18.20.8', ...words);
    expect(stderr).toBe(`conform needs Node ${OLDEST_NODE} or newer, and this is Node 18.20.8\n`);
    expect(stdout).toBe('');
    expect(status).toBe(2);
  });

  it('runs on the oldest supported Node', () => {
    const { status, stdout } = conformOn(`${OLDEST_NODE}.0`, '--version');
    expect(stdout.trim()).toBe(packageInfo().version);
    expect(status).toBe(0);
  });

  it('imports only the version check before its result is known, in syntax that Node 12 reads', async () => {
    const bundle = (target: string) =>
      build({
        entryPoints: [entry],
        bundle: true,
        write: false,
        metafile: true,
        format: 'esm',
        target,
        supported: { 'dynamic-import': true },
        absWorkingDir: inPackage(),
        outdir: 'out',
      });
    const [newest, oldest] = [await bundle('esnext'), await bundle('node12.17')];
    const files = Object.keys(newest.metafile.inputs);
    expect(files.sort()).toEqual(['dist/bin/entry.js', 'dist/oldest_node.js']);
    const imports = Object.values(newest.metafile.outputs).flatMap((output) => output.imports);
    expect(imports).toEqual([]);
    expect(newest.outputFiles[0]?.text).toContain('"../program/conform.js"');
    // esbuild rewrites syntax that the target cannot read.
    expect(oldest.outputFiles.map(({ text }) => text)).toEqual(newest.outputFiles.map(({ text }) => text));
  });
});
