/** Tells the DNS of a lab who is there, and hears what the programs ask it for. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Announced } from './dns_peers.js';
import type { Asked, Finding } from './lab_dns.js';

export interface Directory {
  /** Resolves once the DNS answers for this key, in z-base-32, with the addresses of the program that carries the mark. */
  announce(key: string, mark: string): Promise<void>;
  close(): Promise<void>;
}

/** How many questions for other names than those of peers are kept of all programs of a lab together. */
const MOST_ASKED = 100_000;

/** The DNS of a lab, in a thread of its own. */
export async function openDirectory(
  finding: Finding,
  asked: (one: Asked) => void = () => {},
): Promise<Directory> {
  const thread = new Worker(new URL('./lab_dns.js', import.meta.url), { workerData: finding });
  await once(thread, 'message');
  return directoryOver(thread, asked);
}

/** As much of the thread as is used here. */
export type DnsThread = Pick<Worker, 'on' | 'postMessage' | 'terminate'>;

export function directoryOver(thread: DnsThread, asked: (one: Asked) => void): Directory {
  let told = 0;
  const known = new Map<string, () => void>();
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
