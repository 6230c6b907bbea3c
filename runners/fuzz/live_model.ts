/** What a peer with a state has to do, told as commands: fast-check draws histories of them and shortens those that fail. */
import type { Arbitrary, AsyncCommand } from 'fast-check';
import type { Context, PortName, Ports } from '../../suites/model.js';
import type { FastCheck } from './grammar.js';

export type Command<M extends object, R> = AsyncCommand<M, R>;

export interface LiveModel<M extends object = object, R = unknown> {
  /** `PROTOCOL/MODEL`. */
  readonly name: string;
  readonly port: PortName;
  /** The longest history. */
  readonly most: number;
  commands(fc: FastCheck): readonly Arbitrary<Command<M, R>>[];
  /** What the model knows before the first command, and what commands are put to. */
  begin(context: Context & Ports): Promise<{ readonly model: M; readonly real: R }>;
}

/** Forgets what a model knows: only its own commands look at it. */
export const liveModel = <M extends object, R>(model: LiveModel<M, R>): LiveModel =>
  model as unknown as LiveModel;

/** A command as it is shown, when the model allows it, and what has to come of it. */
export const command = <M extends object, R>(
  text: string,
  isPossible: (model: Readonly<M>) => boolean,
  run: (model: M, real: R) => Promise<void>,
): Command<M, R> => ({ check: isPossible, run, toString: () => text });
