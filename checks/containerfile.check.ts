/** Tests the Containerfile with a linter, and runs the commands of its RUN lines without a container engine. */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inPackage, packageInfo } from '../package.js';
import { pythonTool } from './python_tool.js';

const root = mkdtempSync(join(tmpdir(), 'conform-container-'));
afterAll(() => rmSync(root, { recursive: true }));

const text = readFileSync(inPackage('Containerfile'), 'utf8');
/** One instruction for each item, with continued lines joined. */
const instructions = text
  .replace(/^#.*\n/gm, '')
  .replace(/\\\n\s*/g, '')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => ({ word: line.split(' ')[0] ?? '', rest: line.slice(line.indexOf(' ') + 1) }));
const all = (word: string): string[] => instructions.flatMap((one) => (one.word === word ? one.rest : []));

describe('the linter hadolint', () => {
  const hadolint = pythonTool('hadolint');
  const lint = (content: string) => {
    const path = join(root, 'Containerfile');
    writeFileSync(path, content);
    return spawnSync(hadolint, [path], { encoding: 'utf8' });
  };

  it('finds nothing', () => {
    expect(lint(text)).toMatchObject({ status: 0, stdout: '' });
  });

  it.each([
    ['a base that moves', text.replaceAll(/^FROM node:[^ \n]+/gm, 'FROM node:latest'), 'DL3007'],
    ['root as the last user', text.replace('USER 1000:1000', 'USER root'), 'DL3002'],
    ['a relative folder', text.replace('WORKDIR /work', 'WORKDIR work'), 'DL3000'],
  ])('finds %s', (_, content, rule) => {
    const { status, stdout } = lint(content);
    expect(status).toBe(1);
    expect(stdout).toContain(rule);
  });
});

describe('the image', () => {
  it('has two stages on one base, by tag and digest', () => {
    const bases = all('FROM').map((rest) => rest.split(' ')[0]);
    expect(bases).toHaveLength(2);
    expect(new Set(bases).size).toBe(1);
    expect(bases[0]).toMatch(/^node:\d+\.\d+\.\d+-[\w-]+@sha256:[0-9a-f]{64}$/);
  });

  it('runs as a numeric user other than root, which a cluster can check', () => {
    expect(all('USER')).toEqual([expect.stringMatching(/^[1-9]\d*:[1-9]\d*$/)]);
    expect(instructions.findIndex(({ word }) => word === 'USER')).toBeGreaterThan(
      instructions.findLastIndex(({ word }) => word === 'RUN' || word === 'COPY'),
    );
  });
});

describe('its RUN lines', () => {
  const [opt, bin, temp, build] = ['opt', 'bin', 'tmp', 'build'].map((name) => join(root, name)) as [
    string,
    string,
    string,
    string,
  ];
  /** Maps the folders of the image to folders below ours. */
  const here = (line: string): string =>
    line.replace(/(?<= )\/(opt|tmp|usr\/local\/bin)(?=[/ ])/g, (_, name: string) =>
      join(root, name.slice(name.lastIndexOf('/') + 1)),
    );

  beforeAll(() => {
    for (const folder of [opt, bin, temp, build]) mkdirSync(folder);
    const tracked = execFileSync('git', ['ls-files'], { cwd: inPackage(), encoding: 'utf8' });
    for (const path of tracked.trim().split('\n')) cpSync(inPackage(path), join(build, path));
    // Stands for the build and the installation, which have their own checks.
    cpSync(inPackage('dist'), join(build, 'dist'), { recursive: true });
    symlinkSync(inPackage('node_modules'), join(build, 'node_modules'));
    const npm = execFileSync('which', ['npm'], { encoding: 'utf8' }).trim();
    const script = `#!/bin/sh\ncase $1 in pack) exec "${npm}" "$@" ;; ci|run|prune) ;; *) exit 64 ;; esac\n`;
    writeFileSync(join(bin, 'npm'), script);
    chmodSync(join(bin, 'npm'), 0o755);
  });

  it('install a program that starts by its name', () => {
    const env = { ...process.env, PATH: `${bin}:${process.env['PATH']}` };
    for (const line of all('RUN')) {
      const { status, stderr } = spawnSync('bash', ['-eo', 'pipefail', '-c', here(line)], {
        cwd: build,
        env,
        encoding: 'utf8',
      });
      expect({ line, status, why: status === 0 ? '' : stderr }).toEqual({ line, status: 0, why: '' });
    }
    const [entry] = JSON.parse(all('ENTRYPOINT')[0] ?? '[]') as string[];
    const conform = (...words: string[]) =>
      spawnSync(join(bin, entry ?? ''), words, { cwd: temp, env, encoding: 'utf8' });
    expect(conform('--version').stdout.trim()).toBe(packageInfo().version);
    expect(conform(...(JSON.parse(all('CMD')[0] ?? '[]') as string[])).stdout).toContain('conform run');
    expect(conform('run', '--only', 'punch/token/decode-peer').status).toBe(0);
  });
});
