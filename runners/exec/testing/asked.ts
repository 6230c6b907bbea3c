/** Requests and lives without a process, for tests of what happens between them. */
import type { Answer, Request } from '../../../suites/codec.js';
import type { Asked } from '../asked.js';
import { WINDOW } from '../dispatch.js';
import type { Life, Loss } from '../life.js';

export const crash: Loss = { lost: 'crash', detail: 'exited with code 1', stderr: '' };
export const good: Answer = { accept: true };
export const hello = { name: 'fake', version: '1', structures: { 'fake/one': ['do'] } };

export const requestOf = (op: string, structure = 'fake/one'): Request => ({
  structure,
  op,
  given: {},
  input: null,
});

/** A request that nobody settles; `over` says that its case has stopped waiting. */
export const asked = (op: string, over = false): Asked => ({
  request: requestOf(op),
  signal: new AbortController().signal,
  settle: () => {},
  leave: () => {},
  over,
});

export interface FakeLife extends Life<Asked> {
  /** The requests that it was sent and has not answered, oldest first. */
  readonly inFlight: Asked[];
  readonly closed: () => boolean;
}

/** A life that answers nothing by itself. The test takes requests from `inFlight` and tells the listener. */
export function fakeLife(ready: Life<Asked>['ready'] = Promise.resolve(hello)): FakeLife {
  const inFlight: Asked[] = [];
  let sent = 0;
  let isClosed = false;
  return {
    ready,
    inFlight,
    closed: () => isClosed,
    get waiting() {
      return inFlight.length;
    },
    get fresh() {
      return sent === 0;
    },
    unanswered: () => inFlight,
    ask(one) {
      if (inFlight.length === WINDOW) throw new RangeError('the window has no room');
      sent++;
      inFlight.push(one);
    },
    async close() {
      isClosed = true;
    },
  };
}
