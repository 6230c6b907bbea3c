import { describe, expect, it } from 'vitest';
import { fatalAlertIn } from './alert.js';

const hex = (text: string) => new Uint8Array(Buffer.from(text.replaceAll(' ', ''), 'hex'));
const handshake = '16 fefd 0000 000000000003 0004 01020304';
const alert = '15 fefd 0000 000000000004 0002 022a';

describe('a fatal alert', () => {
  it('is found after other records', () => {
    expect(fatalAlertIn(hex(alert))).toBe(42);
    expect(fatalAlertIn(hex(handshake + alert))).toBe(42);
  });

  it.each([
    ['a warning', '15 fefd 0000 000000000004 0002 0100'],
    ['an alert of a later epoch', '15 fefd 0001 000000000004 0002 022a'],
    ['an encrypted one', '15 fefd 0000 000000000004 001a 022a'],
    ['one that is cut off', '15 fefd 0000 000000000004 0002'],
    ['a handshake', handshake],
    ['no record', '15fefd'],
    ['nothing', ''],
  ])('is not seen in %s', (_, datagram) => {
    expect(fatalAlertIn(hex(datagram))).toBeUndefined();
  });
});
