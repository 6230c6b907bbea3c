import { it } from 'vitest';
import { survivesKillAfter } from './testing/killed.js';

it.each([1, 40, 700])('kill -9 after %d lines loses no line', (lines) => survivesKillAfter(lines));
