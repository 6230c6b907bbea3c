/** The parts of the vectors of reassembly: three fragments with their names. */
import type { JsonObject } from '../../../reference/structure.js';
import { envelope } from './fragment.parts.js';

export const reassembly = { op: 'reassemble', named: (slug: string): string => slug };

export const record = (suffix: number | string, bytes: string): JsonObject => ({
  suffix: String(suffix),
  envelope: bytes,
});
export const zero = record(0, envelope(0, 3, 'aa00'));
export const one = record(1, envelope(1, 3, 'bb11'));
export const two = record(2, envelope(2, 3, 'cc22'));
export const whole = 'aa00bb11cc22';
