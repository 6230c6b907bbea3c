/** Who is in the lab, as its DNS is told, and what they ask it for. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Announced, Asked } from './lab_dns.js';

export interface Directory {
  /** Resolves once the DNS answers for this key, in z-base-32, with the addresses of the program that carries the mark. */
  announce(key: string, mark: string): Promise<void>;
  close(): Promise<void>;
}

/** Names, other than those of peers, that are told of all programs of a round together. */
const MOST_ASKED = 100_000;

/** How the DNS finds a peer: as it is announced, or by the key files of those that were started by hand. */
export type Finding = 'announced' | 'key files';

export async function openDirectory(
  finding: Finding,
  asked: (one: Asked) => void = () => {},
): Promise<Directory> {
  const thread = new Worker(new URL('./lab_dns.js', import.meta.url), { workerData: finding });
  let told = 0;
  const known = new Map<string, () => void>();
  await once(thread, 'message');
  thread.on('message', (said: Announced | Asked) => {
    if ('key' in said) known.get(said.mark)?.();
    else if (told++ < MOST_ASKED) asked(said);
  });
  return {
    announce: (key, mark) =>
      new Promise((resolve) => {
        known.set(mark, resolve);
        thread.postMessage({ key, mark } satisfies Announced);
      }),
    async close() {
      await thread.terminate();
    },
  };
}
