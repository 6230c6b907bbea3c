/** The pages, and what their readers have: programs, files and peers. */

import { inPackage } from '../../package.js';
import { whichFile } from '../../runners/tools.js';
import { labRefused } from '../../runners/tunnel/namespaces.js';
import type { Surroundings } from './perform.js';

export interface Page extends Omit<Surroundings, 'folder'> {
  readonly path: string;
  /** Why this machine cannot run the page; undefined if it can. */
  readonly lacks?: () => Promise<string | undefined> | string | undefined;
}

const tools =
  (...names: readonly string[]) =>
  (): string | undefined => {
    const missing = names.find((name) => whichFile(name) === undefined);
    return missing === undefined ? undefined : `there is no ${missing}`;
  };

const SECRET = 'the signing secret of the broker';
const program = `'${process.execPath}' '${inPackage('dist', 'bin', 'entry.js')}'`;
const dialer = `'${process.execPath}' '${inPackage('dist', 'checks', 'openhost_clients', 'fetch_once.js')}'`;
/** Stands for a program of the reader, with the reference in it. */
const standIn = (command: string): string => `#!/bin/sh\nexec ${command} "$@"\n`;

export const pages: readonly Page[] = [
  { path: 'docs/python.md', lacks: tools('python3') },
  {
    path: 'docs/punch.md',
    services: { 'https://broker.example': `npx p2p-conform serve punch --port 0 --secret '${SECRET}'` },
  },
  { path: 'docs/daemon.md', files: { openhostd: standIn(`${program} serve openhost daemon`) } },
  { path: 'docs/client.md', files: { dial: standIn(dialer) } },
  {
    path: 'docs/tunnel.md',
    files: { punch: standIn(`${program} serve tunnel`) },
    lacks: labRefused,
  },
  { path: 'docs/gating.md', lacks: tools('python3') },
  { path: 'docs/vectors.md', lacks: tools('python3') },
  { path: 'docs/read-a-report.md', lacks: tools('python3') },
  {
    path: 'docs/edit-the-spec.md',
    // We may not ship the real texts, so any text stands for them.
    files: { 'rfc-1.0.txt': '1. Scope\n\nA broker.\n', 'rfc-1.1.txt': '1. Scope\n\nA new broker.\n' },
  },
  { path: 'docs/lab.md', lacks: async () => tools('python3', 'curl')() ?? (await labRefused()) },
];

/** These run in a clone of this project, in this order. */
export const inClone: readonly string[] = ['README.md', 'docs/reports.md'];
/**
 * Performed there too; each builds the program, so that a commit performs one of them at most. The page of a protocol
 * (`fourth`) is performed by `checks/fourth_protocol.check.ts`.
 */
export const worked: readonly Page[] = [
  { path: 'docs/add-a-vector.md' },
  { path: 'docs/add-a-case.md' },
  { path: 'docs/add-a-structure.md' },
  { path: 'docs/add-a-reporter.md', lacks: tools('python3') },
  { path: 'docs/add-an-adapter-language.md', lacks: tools('perl') },
];
export const fourth = 'docs/add-a-protocol.md';
