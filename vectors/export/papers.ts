/** The documents of every written package. */
import { readdirSync, readFileSync } from 'node:fs';
import { inPackage } from '../../package.js';
import type { VectorSet } from '../record.js';
import type { About } from './package.js';
import { readme, type Usage } from './readme.js';
import { shapesPage } from './shapes.js';

export const papers = (
  sets: readonly VectorSet[],
  about: About,
  usage: Usage,
): readonly (readonly [path: string, text: string])[] => [
  ['README.md', readme(sets, about, usage)],
  ['SHAPES.md', shapesPage(schemas(), sets, '')],
  ['LICENSE', readFileSync(inPackage('LICENSE'), 'utf8')],
];

const schemas = () =>
  readdirSync(inPackage('vectors', 'schemas'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.schema.json'))
    .sort()
    .map((name) => JSON.parse(readFileSync(inPackage('vectors', 'schemas', name), 'utf8')));
