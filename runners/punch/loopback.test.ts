import { expect, it } from 'vitest';
import { isLoopback } from './loopback.js';

it.each([
  'http://127.0.0.1:80',
  'https://127.255.0.7',
  'http://localhost:8080',
  'http://[::1]:1',
  'http://127.1',
])('%s is this machine', (url) => {
  expect(isLoopback(new URL(url))).toBe(true);
});

it.each([
  'http://127.0.0.1.example',
  'http://localhost.example',
  'http://notlocalhost',
  'http://128.0.0.1',
  'http://[::2]',
  'http://[::ffff:127.0.0.1]',
  'http://0.0.0.0',
])('%s is not taken for this machine', (url) => {
  expect(isLoopback(new URL(url))).toBe(false);
});
