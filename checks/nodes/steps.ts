import { spawnSync } from 'node:child_process';
import { delimiter, dirname } from 'node:path';
import { OLDEST_NODE } from '../../oldest_node.js';
import { inPackage } from '../../package.js';

/** One command on a Node. `fault` is undefined if it succeeded. */
export interface Step {
  readonly title: string;
  fault(node: string): string | undefined;
}

const entry = inPackage('dist', 'bin', 'entry.js');
const TAIL_LINES = 60;

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Commands inside it that start `node`, `npm` or `npx` get this Node, too. */
const runOn = (node: string, words: readonly string[]): Ended =>
  spawnSync(node, words, {
    cwd: inPackage(),
    encoding: 'utf8',
    env: { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env['PATH'] ?? ''}` },
    maxBuffer: 2 ** 28,
  });

const tail = (text: string): string => text.trimEnd().split('\n').slice(-TAIL_LINES).join('\n');
const unexpected = ({ status, stdout, stderr }: Ended): string =>
  `expected: exit 0, received: exit ${status}\n${tail(stdout)}\n${tail(stderr)}`;

/** Newer Nodes print deprecation warnings to stderr. */
const NODE_WARNING = /^\(node:\d+\).*$/m;

const conform = (...words: string[]): Step => ({
  title: `conform ${words.join(' ')}`,
  fault(node) {
    const ended = runOn(node, [entry, ...words]);
    if (ended.status !== 0) return unexpected(ended);
    const warning = NODE_WARNING.exec(ended.stderr);
    return warning ? `expected: no warning of Node, received: ${warning[0]}` : undefined;
  },
});

export const programSteps: readonly Step[] = [
  conform('run', '--quiet'),
  conform('run', '--quiet', '--target', 'exec:python3 examples/adapters/python/adapter.py'),
  conform('vectors', 'generate', '--check'),
];

const unitTests: Step = {
  title: 'unit tests',
  fault(node) {
    const ended = runOn(node, [inPackage('node_modules', 'vitest', 'vitest.mjs'), 'run']);
    return ended.status === 0 ? undefined : unexpected(ended);
  },
};

/** Steps that take more than a minute on one Node. */
export const longSteps: readonly Step[] = [
  conform('run', '--quiet', '--target', 'reference', '--fast'),
  unitTests,
];

/** The first steps of the README: the help, the first verdict and the end of the run, within their limits. */
export const quickStart: Step = {
  title: 'the first verdict comes in time',
  fault(node) {
    const ended = runOn(node, [inPackage('dist', 'checks', 'start.js')]);
    return ended.status === 0 ? undefined : unexpected(ended);
  },
};

export const refusal = (version: string): Step => ({
  title: 'conform run refuses it in one line, exit 2',
  fault(node) {
    const { status, stdout, stderr } = runOn(node, [entry, 'run', '--quiet']);
    const line = `conform needs Node ${OLDEST_NODE} or newer, and this is Node ${version}\n`;
    if (status === 2 && stdout === '' && stderr === line) return undefined;
    return `expected: exit 2 and ${JSON.stringify(line)}, received: exit ${status} and ${JSON.stringify(tail(stdout + stderr))}`;
  },
});
