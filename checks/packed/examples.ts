/** The examples in the comments of exported functions, as programs. */
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { inPackage } from '../../package.js';

const FILES = [
  'runners/library/engine.ts',
  'runners/library/vitest.ts',
  'reports/stream_read.ts',
  'reference/openhost/frame.ts',
  'reference/punch/token.ts',
];

export interface Example {
  /** A file name that says where the example is. */
  readonly name: string;
  readonly text: string;
}

function examplesIn(file: string): Example[] {
  const source = readFileSync(inPackage(file), 'utf8');
  const comments = source.match(/\/\*\*.*?\*\//gs) ?? [];
  return comments
    .map((comment) => comment.replace(/^[ \t]*\* ?/gm, ''))
    .flatMap((comment) => [...comment.matchAll(/@example\n```ts\n(.*?)```/gs)])
    .map(({ 1: text = '' }, at) => ({ name: `${relative('.', file).replace(/\W/g, '_')}_${at}.ts`, text }));
}

export const examples = (): Example[] => FILES.flatMap(examplesIn);
