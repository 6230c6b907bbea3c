import { DecodeError } from '../bytes/error.js';

const FLOWS = 65_536;

/** Flow numbers count from 0, wrap around, and skip those in use. */
export function nextFlow(next: number, taken: { has(flow: number): boolean }): number {
  for (let step = 0; step < FLOWS; step++) {
    const flow = (next + step) % FLOWS;
    if (!taken.has(flow)) return flow;
  }
  throw new DecodeError('flow/none-free');
}

export const afterFlow = (flow: number): number => (flow + 1) % FLOWS;
