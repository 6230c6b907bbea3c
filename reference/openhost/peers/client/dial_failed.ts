import { reasonOf } from '../reason.js';

/** A client has not reached its host. `step` names the step at which it failed. */
export class DialFailed extends Error {
  override readonly name = 'DialFailed';
  constructor(
    readonly step: 'url' | 'resolve' | 'answer' | 'connect' | 'binding',
    detail: string,
  ) {
    super(`${step}: ${detail}`);
  }
}

export const failAt =
  (step: DialFailed['step']) =>
  (error: unknown): never => {
    // A bug of this client is not a failure of the host.
    const ours = error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError;
    throw ours ? error : new DialFailed(step, reasonOf(error));
  };
