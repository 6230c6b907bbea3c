/**
 * A mark in the environment. Every process that a program starts inherits it, also outside of its group and session.
 */
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { RUN } from './owner.js';

export const MARK = 'CONFORM_CHILD';

export const newMark = (): string => `${RUN}.${randomBytes(12).toString('hex')}`;

/** The ids of the processes with this mark in their environment. Empty without /proc. */
export function marked(mark: string): number[] {
  return processes().filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/environ`).includes(`${MARK}=${mark}`);
    } catch {
      return false;
    }
  });
}

export function processes(): number[] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number);
  } catch {
    return [];
  }
}
