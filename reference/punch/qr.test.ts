import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { qrCode, qrSvg } from './qr.js';

const digest = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);
const text = (rows: ReturnType<typeof qrCode>) =>
  (rows ?? []).map((row) => row.map((dark) => (dark ? '#' : '.')).join('')).join('\n');

it('draws what readers read: each of these was read by one that is not ours', () => {
  const url = 'https://punch.example/s/';
  const drawn = [0, 9, 30, 55, 83, 110].map((more) => qrCode(url.padEnd(24 + more, 'demo')));
  expect(drawn.map((rows) => [rows?.length, digest(text(rows))])).toEqual([
    [25, 'e23b7441aa21d49f'],
    [29, 'bad02b57192e554c'],
    [33, 'e0adb26d5dd64f94'],
    [37, '888f576549e2521e'],
    [41, '2e1ede3afe94e0e3'],
    [41, 'abc560513aefc374'],
  ]);
});

it('draws nothing of what is too long for it', () => {
  expect(qrCode('x'.repeat(134))).toBeDefined();
  expect(qrCode('x'.repeat(135))).toBeUndefined();
});

it('leaves the border light that readers want', () => {
  expect(qrSvg([[true]])).toContain('viewBox="0 0 9 9"');
  expect(qrSvg([[true]])).toContain('M4 4h1v1h-1z');
});
