/** As much of bittorrent-dht 11 as is used here; it brings no types. */
declare module 'bittorrent-dht' {
  import type { EventEmitter } from 'node:events';

  export interface MutableItem {
    readonly v: Uint8Array;
    readonly seq: number;
    readonly sig: Uint8Array;
    readonly k: Uint8Array;
  }

  export class Client extends EventEmitter {
    constructor(options: {
      readonly bootstrap: readonly string[] | false;
      readonly verify: (signature: Uint8Array, message: Uint8Array, key: Uint8Array) => boolean;
    });
    listen(port: number, address: string, listening: () => void): void;
    address(): { readonly port: number; readonly address: string };
    put(item: MutableItem, done: (error: Error | null, hash: Uint8Array, stored?: number) => void): void;
    get(
      hash: Uint8Array,
      options: { readonly cache: boolean },
      done: (error: Error | null, item: MutableItem | null) => void,
    ): void;
    destroy(done: () => void): void;
  }
}
