/** Starts an adapter, and restarts it after a loss. */
import type { Charges } from './charges.js';
import { type Life, NoHello } from './life.js';
import type { Hello } from './protocol.js';
import type { Asked } from './requests.js';

export interface Lives {
  /** Undefined until its hello came, and after a loss. */
  readonly current: Life<Asked> | undefined;
  /** Of the first start; undefined if it failed. */
  readonly hello: Hello | undefined;
  /** Why there was no hello. */
  readonly failure: NoHello | undefined;
  /** Starts the adapter unless a start is under way. Resolves when its hello came or the start failed. */
  begin(): Promise<void>;
  /** Forgets the current life, which has ended. */
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
