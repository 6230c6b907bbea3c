import type { Answer, Request } from '../../suites/codec.js';

export interface Asked {
  readonly request: Request;
  readonly signal: AbortSignal;
  readonly settle: (answer: Answer) => void;
  readonly leave: (reason: unknown) => void;
  /** Whether it has its answer, or its case has stopped waiting. */
  over: boolean;
}
