/**
 * The required behaviour of a stateful peer, as commands. fast-check draws histories of them and shrinks those that
 * fail.
 */
import type { Arbitrary, AsyncCommand } from 'fast-check';
import type { Context, PortName, Ports } from '../../suites/model.js';
import type { FastCheck } from './grammar.js';

export type Command<M extends object, R> = AsyncCommand<M, R>;

export interface LiveModel<M extends object = object, R = unknown> {
  /** `PROTOCOL/MODEL`. */
  readonly name: string;
  readonly port: PortName;
  /** The most commands in a history. */
  readonly most: number;
  commands(fc: FastCheck): readonly Arbitrary<Command<M, R>>[];
  /** The state of the model before the first command, and the object that the commands use. */
  begin(context: Context & Ports): Promise<{ readonly model: M; readonly real: R }>;
}

/** Hides the type of the state, which only the commands of this model use. */
export const liveModel = <M extends object, R>(model: LiveModel<M, R>): LiveModel =>
  model as unknown as LiveModel;

/** A command: its name, when the model allows it, and the required outcome. */
export const command = <M extends object, R>(
  text: string,
  isPossible: (model: Readonly<M>) => boolean,
  run: (model: M, real: R) => Promise<void>,
): Command<M, R> => ({ check: isPossible, run, toString: () => text });
