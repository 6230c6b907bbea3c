/** Runs the steps of action.yml in a git repository, through the life of a pull request. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { conform } from '../bin/testing/conform.js';
import { inPackage } from '../package.js';
import { type Ended, readAction, runAction } from './action/composite.js';
import { BOT, type GitHub, REPOSITORY, startGitHub, TOKEN } from './action/github.js';
import { folderWithNpx } from './action/npx.js';

const root = mkdtempSync(join(tmpdir(), 'conform-action-'));
const repo = join(root, 'repo');
const bin = folderWithNpx(root);
const action = readAction(inPackage('action.yml'));
const WORKFLOW = '.github/workflows/conform.yml';
const BROKEN = 'punch/token/verify-peer-for-admin-octets';
let github: GitHub;
let runs = 0;

beforeAll(async () => {
  github = await startGitHub(join(root, 'artifacts'));
});
afterAll(async () => {
  await github.close();
  rmSync(root, { recursive: true });
});

const git = (...words: string[]): string =>
  execFileSync('git', ['-c', 'user.name=x', '-c', 'user.email=x@example.com', ...words], {
    cwd: repo,
    encoding: 'utf8',
  });
const commit = (message: string): void => {
  git('add', '--all');
  git('commit', '--quiet', '--message', message);
};
const write = (name: string, text: string): void => writeFileSync(join(repo, name), text);
const edit = (name: string, change: (text: string) => string): void =>
  write(name, change(readFileSync(join(repo, name), 'utf8')));

interface Event {
  readonly event: 'push' | 'pull_request';
  readonly branch: string;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly fork?: string;
}

/** Handles one event like GitHub: checks out the branch, and runs the action on it. */
async function happens({ event, branch, inputs = {}, fork = REPOSITORY }: Event): Promise<Ended> {
  git('checkout', '--quiet', branch);
  const id = ++runs;
  const temp = join(root, `temp-${id}`);
  mkdirSync(temp);
  const ended = await runAction({
    action,
    inputs: { arguments: '--only\npunch/token/verify*\n--seed\n1', ...inputs },
    github: { event_name: event, token: TOKEN, event: { pull_request: { number: 7 } } },
    env: {
      PATH: `${bin}:${process.env['PATH']}`,
      HOME: temp,
      GITHUB_ACTION_PATH: inPackage(),
      GITHUB_API_URL: github.url,
      GITHUB_REPOSITORY: REPOSITORY,
      GITHUB_WORKFLOW_REF: `${REPOSITORY}/${WORKFLOW}@refs/heads/${branch}`,
      GITHUB_BASE_REF: event === 'pull_request' ? 'main' : '',
    },
    workspace: repo,
    temp,
    uses: github.uses(id),
  });
  github.runs.unshift({
    id,
    path: WORKFLOW,
    event,
    head_branch: branch,
    head_repository: { full_name: fork },
  });
  return ended;
}

const pullRequest = (inputs?: Event['inputs']) =>
  happens({ event: 'pull_request', branch: 'change', ...(inputs ? { inputs } : {}) });
const comments = (): string[] => github.comments.map(({ body }) => body);

describe('the life of a pull request', () => {
  it('starts with a green base branch, which stores its recording', async () => {
    mkdirSync(repo);
    git('init', '--quiet', '--initial-branch', 'main');
    cpSync(inPackage('examples', 'adapters', 'python'), join(repo, 'adapter'), { recursive: true });
    write(
      'conform.config.json',
      JSON.stringify({ targets: { mine: 'exec:python3 adapter/adapter.py' }, waivers: 'waivers.json' }),
    );
    write('waivers.json', '[]\n');
    commit('begin');
    const { failed, outputs, summary } = await happens({ event: 'push', branch: 'main' });
    expect({ failed, verdict: outputs['verdict'] }).toEqual({ failed: false, verdict: 'green' });
    expect(Number(outputs['passed'])).toBeGreaterThan(5);
    expect(outputs).toMatchObject({ failed: '0', gating: '0', skipped: '0', blocked: '0', errors: '0' });
    expect(readFileSync(outputs['report'] ?? '', 'utf8')).toContain('"kind":"footer"');
    expect(summary).toMatch(/^## GREEN: mine/);
    expect(comments()).toEqual([]);
  });

  it('is green when nothing changed, and says so in one comment', async () => {
    git('checkout', '--quiet', '-b', 'change');
    write('README.md', 'more words\n');
    commit('write a page');
    expect(await pullRequest()).toMatchObject({ failed: false, outputs: { verdict: 'green' } });
    expect(comments()).toHaveLength(1);
    expect(comments()[0]).toMatch(/### Changed against base.conform.*\n\nNothing: \d+ cases as before/);
  });

  it('turns red when a case gets worse, in the same comment and as an annotation', async () => {
    edit('adapter/punch_token.py', (text) => text.replace('raise Refused("another role")', 'pass'));
    commit('take every role');
    const { failed, outputs, log } = await pullRequest();
    expect({ failed, verdict: outputs['verdict'] }).toEqual({ failed: true, verdict: 'red' });
    expect(Number(outputs['gating'])).toBeGreaterThan(0);
    expect(log).toMatch(/^::error /m);
    expect(comments()).toHaveLength(1);
    expect(comments()[0]).toMatch(new RegExp(`\\| ${BROKEN} +\\| pass +\\| fail`));
    write('recording', readFileSync(outputs['report'] ?? '', 'utf8'));
  });

  it('is green with waivers that were written from the recording', async () => {
    const waivers = ['waivers', 'record', '--from', 'recording', '--file', 'waivers.json'];
    const why = ['--reason', 'later', '--issue', 'https://example.com/1', '--expires', '2999-12-31'];
    expect((await conform([...waivers, ...why], { cwd: repo })).status).toBe(0);
    rmSync(join(repo, 'recording'));
    commit('accept it for now');
    const { failed, outputs, log } = await pullRequest();
    expect({ failed, verdict: outputs['verdict'] }).toEqual({ failed: false, verdict: 'green' });
    expect(log).toMatch(/\d+ fails? waived/);
    expect(outputs).toMatchObject({ gating: '0' });
    expect(Number(outputs['failed'])).toBeGreaterThan(0);
  });

  it('turns red when the waivers expire', async () => {
    edit('waivers.json', (text) => text.replaceAll('2999-12-31', '2026-01-01'));
    commit('the day comes');
    const { failed, outputs, log } = await pullRequest();
    expect({ failed, verdict: outputs['verdict'] }).toEqual({ failed: true, verdict: 'red' });
    expect(log).toMatch(/expired/);
  });

  it('is compared with a red base, and shows what got better', async () => {
    git('checkout', '--quiet', 'main');
    git('merge', '--quiet', 'change');
    expect(await happens({ event: 'push', branch: 'main' })).toMatchObject({ failed: true });
    git('checkout', '--quiet', 'change');
    edit('adapter/punch_token.py', (text) =>
      text.replace(/(!= given\["role"\]:\n +)pass/, '$1raise Refused("another role")'),
    );
    write('waivers.json', '[]\n');
    commit('mend it');
    expect(await pullRequest()).toMatchObject({ failed: false, outputs: { verdict: 'green' } });
    expect(comments()).toHaveLength(1);
    expect(comments()[0]).toMatch(new RegExp(`\\| ${BROKEN} +\\| fail +\\| pass`));
  });
});

describe('on a pull request', () => {
  it('a named recording replaces that of the base branch', async () => {
    const against = join(root, 'artifacts', '1', 'conform', 'conform.jsonl');
    expect(await pullRequest({ against })).toMatchObject({ failed: false });
    expect(comments()[0]).toContain('Nothing: ');
  });

  it('does not take runs of pull requests and forks with the same branch name as base', async () => {
    const strangers = {
      path: WORKFLOW,
      head_branch: 'main',
      head_repository: { full_name: 'stranger/broker' },
    };
    const newest = { ...github.runs[0], id: 1 };
    const before = github.runs.splice(0);
    github.runs.push(
      { ...strangers, id: 1, event: 'push' },
      { ...newest, ...strangers, event: 'pull_request', head_repository: { full_name: REPOSITORY } },
    );
    await pullRequest();
    github.runs.splice(0, github.runs.length, ...before);
    expect(comments()[0]).toMatch(/\n## GREEN/);
    expect(comments()[0]).not.toContain('Changed against');
  });

  it('does not take an expired artifact as base', async () => {
    for (const { id } of github.runs) github.expired.add(`${id}/conform`);
    await pullRequest();
    github.expired.clear();
    expect(comments()[0]).not.toContain('Changed against');
  });

  it('a comment of somebody else with our marker does not change', async () => {
    const [own] = github.comments.splice(0);
    github.comments.push({ id: 1, user: { login: 'stranger' }, body: own?.body ?? '' });
    await pullRequest();
    expect(github.comments.map(({ user }) => user.login)).toEqual(['stranger', BOT]);
    expect(github.comments[0]?.body).toBe(own?.body);
  });

  it('a token that may not comment causes a warning, and does not change the verdict', async () => {
    github.refuses = 403;
    const { failed, log } = await pullRequest();
    github.refuses = undefined;
    expect(failed).toBe(false);
    expect(log).toMatch(
      /^::warning title=conform::the comment was not written; it needs the permission.*403/m,
    );
  });

  it('writes no comment when comments are off', async () => {
    github.comments.splice(0);
    expect(await pullRequest({ comment: 'false' })).toMatchObject({ failed: false });
    expect(comments()).toEqual([]);
  });

  it('a usage error ends the action without a report', async () => {
    const { failed, outputs, log } = await pullRequest({ target: 'htps://wrong' });
    expect(failed).toBe(true);
    expect(outputs).toMatchObject({ verdict: 'not-run', report: '', passed: '0' });
    expect(log).toContain('htps');
  });

  it('never runs text from an input as a command', async () => {
    const mark = join(root, 'mark');
    // Each line has balanced quotes, so a second expansion would run it.
    const evil = `$(touch ${mark})\n"; touch ${mark}; "\n'; touch ${mark}; '`;
    const all = ['target', 'config', 'waivers', 'requirements', 'level', 'arguments'];
    await pullRequest(Object.fromEntries(all.map((name) => [name, evil])));
    expect(await pullRequest({ against: evil, artifact: evil })).toMatchObject({ failed: false });
    expect(() => readFileSync(mark)).toThrow('ENOENT');
  });
});
