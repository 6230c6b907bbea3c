import type { Fault } from '../../tunnel/peers/faults.js';
import type { TunnelMutant } from './mutants.js';

/** Clauses and cases without the name of the protocol. */
export const mutant = (
  fault: Fault,
  breaks: readonly string[],
  ...killedBy: readonly string[]
): TunnelMutant => ({
  fault,
  breaks: breaks.map((clause) => `TUNNEL-${clause}`),
  killedBy: killedBy.map((id) => `tunnel/${id}`),
});

/** The wrong program at both ends, and as `in` beside the reference. */
export const wrongIn = (id: string): readonly string[] => [id, `${id}-to-reference`];
/** At both ends, and as `out` beside the reference. */
export const wrongOut = (id: string): readonly string[] => [id, `${id}-from-reference`];
export const wrongBoth = (id: string): readonly string[] => [...wrongIn(id), `${id}-from-reference`];
