import { fromUtf8, utf8 } from '../../bytes/text.js';
import type { Dialect } from '../../openhost/dialect.js';
import type { Frame } from '../../openhost/frame.js';
import type { DaemonOptions } from '../../openhost/peers/daemon/options.js';
import type { DaemonSeams } from '../../openhost/peers/daemon/seams.js';

/** A daemon that is wrong in one respect. */
export interface DaemonMutant {
  readonly name: string;
  /** The clauses that this breaks: a case that kills it has to cite one of them. */
  readonly breaks: readonly string[];
  readonly options: Partial<DaemonOptions>;
  readonly dialect?: Dialect;
  /** Its fault is that nothing comes: a lost answer kills it, too. */
  readonly silent?: true;
}

export const mutant = (
  name: string,
  breaks: readonly string[],
  seams: Partial<DaemonSeams>,
): DaemonMutant => ({
  name,
  breaks,
  options: { seams },
});

/** Goes on where a right daemon stops. */
export const forgives = (name: string, breaks: readonly string[], reasons: RegExp): DaemonMutant =>
  mutant(`forgives-${name}`, breaks, { forgive: (reason) => reasons.test(reason) });

/** Changes the frames of one type that it sends, or that come to it. */
export const sent = (type: number, change: (frame: Frame) => readonly Frame[]): Partial<DaemonSeams> => ({
  outgoing: (frame) => (frame.type === type ? change(frame) : [frame]),
});
export const heard = (type: number, change: (frame: Frame) => Frame | undefined): Partial<DaemonSeams> => ({
  incoming: (frame) => (frame.type === type ? change(frame) : frame),
});

/** The head of a request or a response, in other words. */
export const reworded =
  (change: (head: string) => string) =>
  (frame: Frame): Frame => ({ ...frame, payload: utf8(change(fromUtf8(frame.payload))) });
