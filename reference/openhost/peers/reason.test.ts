import { expect, it } from 'vitest';
import { reasonOf } from './reason.js';

const coded = (message: string, code: unknown) => Object.assign(new Error(message), { code });

it.each<[string, unknown, string]>([
  ['the message of an error, without its class', new RangeError('too far'), 'too far'],
  ['the code of an error without a message', coded('', 'ECONNREFUSED'), 'ECONNREFUSED'],
  ['the class of an error that has neither', new RangeError(''), 'RangeError'],
  ['the class where the code is not a text', coded('', 7), 'Error'],
  ['a text that was thrown', 'no', 'no'],
  ['undefined that was thrown', undefined, 'undefined'],
])('tells %s', (_what, error, told) => {
  expect(reasonOf(error)).toBe(told);
});

it.each([
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
])('tells what to do about %s, in place of the hint of Node 24', (code) => {
  expect(reasonOf(coded('no trust; use --use-system-ca', code))).toBe(
    'no trust: give the authority with --ca',
  );
});

it('adds no advice to an expired certificate', () => {
  expect(reasonOf(coded('certificate has expired; late', 'CERT_HAS_EXPIRED'))).toBe(
    'certificate has expired; late',
  );
});
