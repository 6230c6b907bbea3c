import { expect, it } from 'vitest';
import { DialFailed, failAt } from './dial_failed.js';

const thrownBy = (act: () => unknown): unknown => {
  try {
    return act();
  } catch (error) {
    return error;
  }
};

it('names the step before the detail', () => {
  const error = new DialFailed('answer', 'no answer');
  expect([error.name, error.step, error.message]).toEqual(['DialFailed', 'answer', 'answer: no answer']);
});

it.each<[string, unknown, string]>([
  ['an error', new Error('no route'), 'connect: no route'],
  ['a text', 'no route', 'connect: no route'],
  ['nothing', undefined, 'connect: undefined'],
])('turns %s into the failure of a step', (_what, thrown, message) => {
  const error = thrownBy(() => failAt('connect')(thrown));
  expect(error).toBeInstanceOf(DialFailed);
  expect(error).toMatchObject({ step: 'connect', message });
});

it.each([new TypeError('x'), new RangeError('x'), new ReferenceError('x')])(
  'throws a %s again: it is a defect of the client',
  (defect) => {
    expect(thrownBy(() => failAt('connect')(defect))).toBe(defect);
  },
);
