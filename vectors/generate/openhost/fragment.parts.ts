/** A fragment as bytes and as JSON, and the two limits of its payload. */
import type { JsonObject } from '../../../reference/structure.js';
import { u8, u16 } from '../hex_bytes.js';

export const dialects = ['spec', 'deployed'] as const;
export type Dialect = (typeof dialects)[number];
export const caps: Readonly<Record<Dialect, number>> = { spec: 180, deployed: 500 };

export const envelope = (idx: number, total: number, payload: string, length = payload.length / 2): string =>
  `01${u8(idx)}${u8(total)}${u16(length)}${payload}`;
export const json = (chunk_idx: number, chunk_total: number, payload: string): JsonObject => ({
  chunk_idx,
  chunk_total,
  payload,
});
