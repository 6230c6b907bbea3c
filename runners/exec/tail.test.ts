import { expect, test } from 'vitest';
import { keepTail } from './tail.js';

test('keeps the last bytes, and shows that others were dropped', () => {
  const tail = keepTail(5);
  tail.push(Buffer.from('abc'));
  expect(tail.text()).toBe('abc');
  tail.push(Buffer.from('de'));
  expect(tail.text()).toBe('abcde');
  tail.push(Buffer.from('fg'));
  expect(tail.text()).toBe('... cdefg');
  tail.push(Buffer.from('0123456789'));
  expect(tail.text()).toBe('... 56789');
  tail.push(Buffer.from('x'));
  expect(tail.text()).toBe('... 6789x');
});

test('shows no line end behind the last line', () => {
  const tail = keepTail(80);
  tail.push(Buffer.from('one\ntwo\n'));
  expect(tail.text()).toBe('one\ntwo');
});
