import { expect, it } from 'vitest';
import { structures } from '../../reference/structures.js';
import type { Answer } from '../../suites/codec.js';
import { codeOf, compareAnswers } from './oracle.js';

const question = { structure: 'openhost/frame', op: 'decode', given: {}, input: '00' };
const structure = structures.get('openhost/frame');
const rejects: Answer = { reject: 'frame/type at 1: 0x7 is reserved' };

it.each<[Answer, Answer, unknown]>([
  [{ accept: { a: 1, b: 2 } }, { accept: { b: 2, a: 1 } }, 'agree'],
  [rejects, { reject: 'any words' }, 'agree'],
  [rejects, { accept: 1 }, 'accepts an input that it must reject (frame/type)'],
  [{ accept: 1 }, { reject: 'no' }, 'rejects an input that it must accept'],
  [{ accept: 1 }, { accept: 2 }, 'accepts the input with another value'],
  [{ accept: 1 }, { error: 'KeyError' }, 'reports an internal error for an input that it must accept'],
  [rejects, { lost: 'crash', detail: 'exited with code 3' }, 'is lost (crash)'],
  [rejects, { error: 'KeyError' }, 'not compared'],
  [rejects, { unsupported: 'no' }, 'not compared'],
  [{ reject: 'given/type at 0: expected a whole number, received a text' }, { accept: 1 }, 'not compared'],
])('judges %j beside %j', (expected, received, judged) => {
  const seen = compareAnswers(question, structure, expected, received);
  expect(typeof seen === 'string' ? seen : seen.what).toBe(judged);
});

it('compares decoded answers when the specification leaves the bytes open', () => {
  const split = { structure: 'openhost/reassembly', op: 'split', given: {}, input: 'aabb' };
  const reassembly = structures.get('openhost/reassembly');
  const [one, two] = [{ accept: ['0100010002aabb'] }, { accept: ['0100020001aa', '0101020001bb'] }];
  expect(compareAnswers(split, reassembly, one, two)).toBe('agree');
  expect(compareAnswers(split, reassembly, one, { accept: ['0100010002aabc'] })).toMatchObject({
    what: 'accepts the input with another value',
  });
});

it('reads the code of a rejection', () => {
  expect(codeOf('frame/type at 1: 0x7')).toBe('frame/type');
  expect(codeOf('')).toBe('rejected');
});
