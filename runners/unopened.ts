/** A target that could not be opened. Each of its cases is blocked, and the cases of other targets still run. */
import { Unreachable } from '../suites/case.js';
import type { Need, OpenPorts, PortName, Target } from '../suites/model.js';

export interface Unopened extends Pick<Target, 'name' | 'kind' | 'dialects' | 'protocols'> {
  readonly provides: readonly PortName[];
  /** Why it did not open. */
  readonly reason: string;
  /** What is missing, for example `the daemon`. */
  readonly what: string;
  readonly mend: string;
}

export function unopenedTarget({ reason, what, mend, provides, ...described }: Unopened): Target {
  const need: Need = { what, for: 'each of its cases', ok: false, seen: reason, mend };
  return {
    ...described,
    ports: portsThat(provides, () => new Unreachable(reason)),
    capabilities: null,
    concurrency: 64,
    production: false,
    needs: async () => [need],
    remarks: () => [reason],
    close: async () => {},
  };
}

/** Ports with these names that always throw. The error is created for each case. */
export const portsThat = (names: readonly PortName[], reason: () => Error): OpenPorts =>
  Object.fromEntries(names.map((name) => [name, () => Promise.reject(reason())]));
