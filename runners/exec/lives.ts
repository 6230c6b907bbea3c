import type { Asked } from './asked.js';
import type { Charges } from './charges.js';
import { type Life, NoHello } from './life.js';
import type { Hello } from './protocol.js';

/** Starts an adapter, and restarts it after a loss. */
export class Lives {
  /** Undefined until its hello came, and after a loss. */
  current: Life<Asked> | undefined;
  /** Of the first start; undefined if it failed. */
  hello: Hello | undefined;
  /** Why no hello came at the last failed start. */
  failure: NoHello | undefined;
  private newest: Life<Asked> | undefined;
  private starting: Promise<void> | undefined;

  constructor(
    private readonly start: () => Life<Asked>,
    private readonly charges: Charges,
  ) {}

  /** Starts the adapter unless a start is under way. Resolves when its hello came or the start failed. */
  begin(): Promise<void> {
    this.starting ??= this.startNext();
    return this.starting;
  }

  private async startNext(): Promise<void> {
    const next = this.start();
    this.newest = next;
    try {
      const hello = await next.ready;
      this.hello ??= hello;
      this.current = next;
    } catch (reason) {
      this.failure = reason instanceof NoHello ? reason : new NoHello(String(reason), '');
      this.charges.over ??= this.failure.message;
    }
    this.starting = undefined;
  }

  async close(): Promise<void> {
    await this.newest?.close();
  }
}
