/** Like reports/kill.test.ts, with more kills, at random moments. */
import { it } from 'vitest';
import { survivesKillAfter } from '../reports/testing/killed.js';

const KILLS = 50;
const moments = Array.from({ length: KILLS }, () => 1 + Math.floor(Math.random() ** 3 * 2_000));

it.concurrent.each(moments)('kill -9 after %d lines loses no line', (lines) => survivesKillAfter(lines));
