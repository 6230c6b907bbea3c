/** Tests the files that `init ci` writes: against the schemas of the providers, and by running their shell scripts. */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { type ProviderName, providers } from '../bin/init/providers.js';
import { inPackage, packageInfo } from '../package.js';
import { readStream } from '../reports/stream_read.js';
import { folderWithNpx } from './action/npx.js';
import { pythonTool } from './python_tool.js';

const root = mkdtempSync(join(tmpdir(), 'conform-ci-'));
afterAll(() => rmSync(root, { recursive: true }));
const SHARDS = 3;

const textOf = (provider: ProviderName, at = 0): string => providers[provider].files(SHARDS)[at]?.text ?? '';

/** The shell scripts of the shard and of the merge, read from the file like the provider reads it. */
const scripts: Readonly<Record<ProviderName, () => readonly [shard: string, merge: string]>> = {
  github: () => {
    const { jobs } = parse(textOf('github')) as Record<'jobs', Record<string, { steps: { run?: string }[] }>>;
    const ofJob = (name: string): string => jobs[name]?.steps.flatMap(({ run }) => run ?? [])[0] ?? '';
    return [ofJob('shard'), ofJob('merge')];
  },
  gitlab: () => {
    const jobs = parse(textOf('gitlab')) as Record<string, { script: string[] }>;
    return [jobs['conform']?.script[0] ?? '', jobs['conform-merge']?.script[0] ?? ''];
  },
  circle: () => {
    const { jobs } = parse(textOf('circle')) as Record<
      'jobs',
      Record<string, { steps: (string | { run?: { command: string } })[] }>
    >;
    const ofJob = (name: string): string =>
      jobs[name]?.steps.flatMap((one) => (typeof one === 'string' ? [] : (one.run?.command ?? [])))[0] ?? '';
    return [ofJob('conform'), ofJob('conform-merge')];
  },
  jenkins: () => {
    const [shard = '', merge = ''] = [...textOf('jenkins').matchAll(/sh '''\n([\s\S]*?)'''/g)].map(
      ([, text]) => text ?? '',
    );
    return [shard, merge];
  },
  kubernetes: () => {
    const commands = [0, 1].flatMap((at) =>
      parseAllDocuments(textOf('kubernetes', at)).flatMap((document) => {
        const { spec } = document.toJS() as {
          spec: { template?: { spec: { containers: { args: string[] }[] } } };
        };
        return spec.template?.spec.containers[0]?.args ?? [];
      }),
    );
    return [commands[0] ?? '', commands[1] ?? ''];
  },
};

/** The environment that each provider gives to one of its jobs. */
const environments: Readonly<Record<ProviderName, (shard: number, folder: string) => NodeJS.ProcessEnv>> = {
  github: (shard, folder) => ({
    SHARD: `${shard}`,
    SHARDS: `${SHARDS}`,
    SEED: '7',
    GITHUB_STEP_SUMMARY: join(folder, 'summary.md'),
  }),
  gitlab: (shard) => ({ CI_NODE_INDEX: `${shard}`, CI_NODE_TOTAL: `${SHARDS}`, CI_PIPELINE_ID: '7' }),
  circle: (shard) => ({ CIRCLE_NODE_INDEX: `${shard - 1}`, CIRCLE_NODE_TOTAL: `${SHARDS}`, SEED: '7' }),
  jenkins: (shard) => ({ SHARD: `${shard}`, BUILD_NUMBER: '7' }),
  kubernetes: (shard, folder) => ({
    JOB_COMPLETION_INDEX: `${shard - 1}`,
    SHARDS: `${SHARDS}`,
    SEED: '7',
    RECORDINGS: join(folder, 'conform-shards'),
  }),
};

const names = Object.keys(providers) as ProviderName[];
const bin = folderWithNpx(root);

function project(name: string, target: string): string {
  const folder = join(root, name);
  mkdirSync(folder);
  cpSync(inPackage('examples', 'adapters', 'python'), join(folder, 'adapter'), { recursive: true });
  writeFileSync(join(folder, 'conform.config.json'), JSON.stringify({ targets: { mine: target } }));
  return folder;
}

function run(provider: ProviderName, folder: string, script: string, shard = 1) {
  const env = {
    PATH: `${bin}:${process.env['PATH']}`,
    HOME: folder,
    ...environments[provider](shard, folder),
  };
  return spawnSync('sh', ['-ec', script], { cwd: folder, env, encoding: 'utf8' });
}

const GREEN = 'exec:python3 adapter/adapter.py';
const RED = `exec:${process.execPath} -e "require('readline').createInterface({input:process.stdin}).on('line',l=>{const{id,hello}=JSON.parse(l);console.log(JSON.stringify(hello?{conform:1,hello:{name:'no',version:'1',structures:{'punch/token':['decode']}}}:{id,reject:'no'}))})"`;

describe.each(names)('%s', (provider) => {
  const [shard, merge] = scripts[provider]();
  const all = (folder: string, of: readonly number[]) =>
    of.map((each) => run(provider, folder, shard, each).status);

  it('distributes the cases, and merges the shards into one green run', () => {
    const folder = project(`${provider}-green`, GREEN);
    expect(all(folder, [1, 2, 3])).toEqual([0, 0, 0]);
    const { status, stdout, stderr } = run(provider, folder, merge);
    expect(stdout + stderr).toMatch(/^GREEN {2}/m);
    expect(status).toBe(0);
    const parts = readdirSync(join(folder, 'conform-shards')).filter((name) => name.endsWith('.jsonl'));
    expect(parts.sort()).toEqual(['1.jsonl', '2.jsonl', '3.jsonl']);
    for (const part of parts)
      expect(readStream(join(folder, 'conform-shards', part)).header?.seed).toBeGreaterThan(0);
  }, 60_000);

  it('ends red in the merge, after all shards have ended', () => {
    const folder = project(`${provider}-red`, RED);
    expect(all(folder, [1, 2, 3])).toEqual([0, 0, 0]);
    expect(run(provider, folder, merge).status).toBe(1);
  }, 60_000);

  it('is not green when a shard is missing', () => {
    const folder = project(`${provider}-missing`, GREEN);
    all(folder, [1, 3]);
    const { status, stdout, stderr } = run(provider, folder, merge);
    expect(stdout + stderr).toContain('shard 2/3 is missing');
    expect(status).toBe(3);
  }, 60_000);

  it('ends a shard with a usage error at once', () => {
    const folder = project(`${provider}-wrong`, 'htps://wrong');
    expect(run(provider, folder, shard).status).toBe(2);
  });

  it('installs only our package, and expands nothing twice', () => {
    for (const { text } of providers[provider].files(SHARDS)) {
      expect(text).not.toMatch(/\beval\b/);
      for (const [, name] of text.matchAll(/npx --yes (\S+)/g))
        expect(name).toBe(`${packageInfo().name}@${packageInfo().version}`);
    }
  });
});

it('writes the summary of a GitHub job', () => {
  const folder = join(root, 'github-green');
  expect(readFileSync(join(folder, 'summary.md'), 'utf8')).toContain('|');
});

describe('the schemas of the providers', () => {
  const checker = pythonTool('check-jsonschema');

  it.each([
    ['github', 'vendor.github-workflows'],
    ['gitlab', 'vendor.gitlab-ci'],
    ['circle', 'vendor.circle-ci'],
  ] as const)('take the files of %s', (provider, schema) => {
    const path = join(root, `${provider}.yml`);
    writeFileSync(path, textOf(provider));
    execFileSync(checker, ['--builtin-schema', schema, path], { stdio: 'pipe' });
    writeFileSync(path, textOf(provider).replace(/^( *)(steps|script):/m, '$1stepz:'));
    expect(spawnSync(checker, ['--builtin-schema', schema, path]).status).toBe(1);
  });
});
