/** Starts an adapter, and starts it again when it was lost. */
import type { Charges } from './charges.js';
import { type Life, NoHello } from './life.js';
import type { Hello } from './protocol.js';
import type { Asked } from './requests.js';

export interface Lives {
  /** Undefined until it has said its hello, and when it was lost. */
  readonly current: Life<Asked> | undefined;
  /** Of the first start; undefined when that came to nothing. */
  readonly hello: Hello | undefined;
  /** Why there was no hello. */
  readonly failure: NoHello | undefined;
  /** Resolves when it has said its hello, or cannot. */
  begin(): Promise<void>;
  lost(): void;
  close(): Promise<void>;
}

export function openLives(start: () => Life<Asked>, charges: Charges): Lives {
  let hello: Hello | undefined;
  let failure: NoHello | undefined;
  let current: Life<Asked> | undefined;
  let newest: Life<Asked> | undefined;
  let starting: Promise<void> | undefined;

  async function startNext(): Promise<void> {
    const next = start();
    newest = next;
    try {
      const said = await next.ready;
      hello ??= said;
      current = next;
    } catch (reason) {
      failure = reason instanceof NoHello ? reason : new NoHello(String(reason), '');
      charges.end(failure.message);
    }
    starting = undefined;
  }

  return {
    get current() {
      return current;
    },
    get hello() {
      return hello;
    },
    get failure() {
      return failure;
    },
    begin() {
      starting ??= startNext();
      return starting;
    },
    lost() {
      current = undefined;
    },
    async close() {
      await newest?.close();
    },
  };
}
