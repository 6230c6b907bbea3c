import { expect, it } from 'vitest';
import { isInOurs } from './described_origin.js';

const document = {
  stated: { properties: { name: {}, ours: { 'x-origin': 'ours', properties: { inner: {} } } } },
  list: { items: { properties: { 'a/b': { $ref: '#/origin' } } } },
  origin: { 'x-origin': 'ours' },
};

it.each([
  ['#/stated', '/name', false],
  ['#/stated', '/ours', true],
  ['#/stated', '/ours/inner', true],
  ['#/stated', '/unknown/inner', false],
  ['#/list', '/0', false],
  ['#/list', '/0/a~1b', true],
  ['#/origin', '', true],
])('of a value at %s%s says whether only our file describes it: %s', (schema, path, ours) => {
  expect(isInOurs(document, schema, path)).toBe(ours);
});
