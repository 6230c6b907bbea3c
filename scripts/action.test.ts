/**
 * Tests action.yml by the schema of GitHub, and by rules that this schema lacks. checks/action.check.ts runs its steps.
 */
import { readFileSync } from 'node:fs';
import { validateAction, validateWorkflow } from '@action-validator/core';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { providers } from '../bin/init/providers.js';
import { inPackage, packageInfo } from '../package.js';

const text = readFileSync(inPackage('action.yml'), 'utf8');

interface Step {
  readonly id?: string;
  readonly if?: string;
  readonly run?: string;
  readonly shell?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}

interface Action {
  readonly inputs: Readonly<Record<string, { readonly description: string }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

const action = parse(text) as Action;
const { steps } = action.runs;
const namesIn = (source: string, form: RegExp): string[] => [
  ...new Set([...source.matchAll(form)].map(([, name]) => name ?? '')),
];

describe('the schema of GitHub', () => {
  it('accepts the action, and rejects a step without a shell', () => {
    expect(validateAction(text).errors).toEqual([]);
    expect(validateAction(text.replace('      shell: bash\n', '')).errors).not.toEqual([]);
  });

  it('accepts the workflow of init ci, and rejects a job without steps', () => {
    const [workflow] = providers.github.files(3);
    expect(validateWorkflow(workflow?.text ?? '').errors).toEqual([]);
    expect(validateWorkflow(workflow?.text.replace('    steps:', '    stepz:') ?? '').errors).not.toEqual([]);
  });
});

describe('action.yml', () => {
  it('passes text of users to the shell only in the environment, and expands nothing twice', () => {
    const scripts = steps.flatMap(({ run }) => run ?? []);
    expect(scripts.length).toBeGreaterThan(4);
    for (const script of scripts) {
      expect(script).not.toContain('${{');
      expect(script).not.toMatch(/\b(eval|source)\b|`.*\$[A-Z].*`/);
    }
  });

  it('quotes each variable of the shell', () => {
    const bare = steps.flatMap(({ run = '' }) =>
      run
        .split('\n')
        .filter((line) => !/^\s*(against|comment)=|^\s*case /.test(line))
        .flatMap((line) => namesIn(line.replace(/"[^"]*"|'[^']*'/g, ''), /\$(\w+)/g)),
    );
    expect(bare).toEqual([]);
  });

  it('uses exactly its declared inputs', () => {
    const used = namesIn(text, /inputs\.([\w-]+)/g);
    expect(used.toSorted()).toEqual(Object.keys(action.inputs).toSorted());
  });

  it('has the verdict, the path of the report and the counts as outputs of existing steps', () => {
    expect(Object.keys(action.outputs)).toEqual(
      expect.arrayContaining(['verdict', 'report', 'passed', 'failed', 'skipped', 'blocked', 'errors']),
    );
    const ids = steps.flatMap(({ id }) => id ?? []);
    expect(namesIn(text, /steps\.([\w-]+)/g).filter((id) => !ids.includes(id))).toEqual([]);
    const counted = readFileSync(inPackage('scripts', 'action', 'count.mjs'), 'utf8');
    for (const name of Object.keys(action.outputs))
      expect(counted).toMatch(new RegExp(`^ {2}${name}\\b`, 'm'));
  });

  it('sets each variable that a step reads, unless the runner sets it', () => {
    const runner = /^(GITHUB|RUNNER)_/;
    for (const { run = '', env = {} } of steps) {
      const own = namesIn(run, /\$\{?([A-Z_]+)/g).filter((name) => !runner.test(name));
      expect(own.filter((name) => !(name in env))).toEqual([]);
    }
  });

  it('ends with the exit code of the run, after all steps that show it', () => {
    const last = steps.at(-1);
    expect(last?.if).toBe('always()');
    expect(last?.run).toMatch(/^exit "\$\{CODE:-1\}"$/);
    expect(steps.slice(1).every((step) => step.if?.startsWith('always()'))).toBe(true);
  });

  it('starts our package in the version of the action', () => {
    expect(text).not.toContain(`@${packageInfo().version}`);
    expect(namesIn(text, /npx --yes "([^"]+)"/g)).toEqual(['$package', '$PACKAGE']);
  });
});
