import { expect, it } from 'vitest';
import { keyIn, keySearch } from './printed_key.js';

const HEX = 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a';
const BASE32 = '25njqamcweflpvkl73j4szahhihoc4xt3ktcgjnpaingr5yhkenq';
const ESCAPE = '\u001b';

it.each([
  ['in hex', `public key: ${HEX}\n`, HEX],
  ['in base32', `ready, ${BASE32}.`, BASE32],
  ['in capitals', `KEY=${BASE32.toUpperCase()}`, BASE32.toUpperCase()],
  ['in a line of JSON', `{"level":"INFO","key":"${HEX}"}`, HEX],
  ['in bold', `key ${ESCAPE}[1m${HEX}${ESCAPE}[0m`, HEX],
  [
    'with another colour for each half',
    `${ESCAPE}[1;32m${HEX.slice(0, 32)}${ESCAPE}[33m${HEX.slice(32)}`,
    HEX,
  ],
  ['as a link', `${ESCAPE}]8;;https://example.org/${ESCAPE}\\${HEX}${ESCAPE}]8;;${ESCAPE}\\`, HEX],
  ['before a second key', `${HEX} ${'0'.repeat(64)}`, HEX],
  ['after a hash that is named', `build SHA-256: ${'0'.repeat(64)}\npublic key ${HEX}\n`, HEX],
])('finds a key %s', (_form, output, key) => {
  expect(keyIn(output)?.key).toBe(key);
});

it.each([
  ['without output', ''],
  ['in a shorter number', HEX.slice(1)],
  ['in a longer number', `${HEX}0`],
  ['in a longer word', `x${BASE32}`],
  ['in 64 characters that are not hex', 'g'.repeat(64)],
  ['in base32 with a digit that it does not have', BASE32.replace('2', '1')],
])('finds no key %s', (_what, output) => {
  expect(keyIn(output)).toBeUndefined();
});

/** The key that is found when the output comes in parts of this many bytes. */
function foundIn(output: string, most: number): string | undefined {
  const { add, key } = keySearch();
  const bytes = Buffer.from(output);
  for (let at = 0; at < bytes.length; at += most) add(bytes.subarray(at, at + most));
  return key();
}

it.each([7, 63, 1000])('finds a key in output that comes in parts of %i bytes', (most) => {
  const bold = `a ü word\n${'x'.repeat(200)}\npublic key: ${ESCAPE}[1m${HEX}${ESCAPE}[0m\n`;
  expect(foundIn(bold, most)).toBe(HEX);
  expect(foundIn(`${'x'.repeat(5000)} ${BASE32}`, most)).toBe(BASE32);
});

it('takes a key that nothing follows yet, until more of the word comes', () => {
  const { add, key } = keySearch();
  add(Buffer.from(HEX));
  expect(key()).toBe(HEX);
  add(Buffer.from('0'));
  expect(key()).toBeUndefined();
});

it('keeps the first key, and takes no key from the middle of a long word', () => {
  expect(foundIn(`${HEX}\n${'0'.repeat(64)}\n`, 80)).toBe(HEX);
  expect(foundIn('0'.repeat(20_000), 1000)).toBeUndefined();
});
