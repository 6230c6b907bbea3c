/** Pairs our clients with a daemon whose command we call: few at a time, and none for longer than it is used. */
import { Unreachable } from '../../suites/case.js';
import { clientPlaces } from './client_places.js';
import { RunOver } from './daemon_program.js';
import type { Looks } from './looks.js';

export interface PairedClients {
  /** Waits for a place where all are taken. */
  pair(client: string, signal: AbortSignal): Promise<void>;
  /** It makes no further offer, and is unpaired when its connection is over. */
  release(client: string, over?: Promise<unknown>): void;
}

interface Pairing {
  readonly call: (verb: 'add' | 'remove', client: string) => Promise<unknown>;
  readonly looks: Looks;
  /** A client that stays paired, and comes before all others. */
  readonly beat: string;
  /** What concerns the whole run. */
  readonly remark: (text: string) => void;
}

/** The known daemon looks for one client after the other: with so many it comes round in about a second. */
export const MOST_PAIRED = 8;

export function pairedClients({ call, looks, beat, remark }: Pairing): PairedClients {
  const clients: (string | undefined)[] = [];
  let keeps = false;
  let calls: Promise<unknown> = Promise.resolve();
  // One after the other, whatever became of the one before: the command may read the file, and write it anew.
  const calling = async (verb: 'add' | 'remove', client: string) => {
    const called = calls.then(() => call(verb, client));
    calls = Promise.allSettled([called]);
    await called;
  };
  const add = async (client: string) => {
    looks.follow(client);
    await calling('add', client);
  };
  const remove = async (place: number) => {
    const client = clients[place];
    clients[place] = undefined;
    if (client === undefined) return;
    looks.forget(client);
    if (keeps) return;
    try {
      await calling('remove', client);
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      if (!keeps && !(error instanceof RunOver)) {
        remark(`${error.message}: our clients stay paired, and each of them may slow the daemon down`);
      }
      keeps = true;
    }
  };
  // One of them is the one that stays.
  const places = clientPlaces(MOST_PAIRED - 1, { onFree: (place) => void remove(place) });
  let beating: Promise<void> | undefined;
  return {
    async pair(client, signal) {
      beating ??= add(beat);
      await beating;
      const place = await places.take(signal);
      try {
        await remove(place);
        clients[place] = client;
        await add(client);
      } catch (error) {
        places.leave(place);
        throw error;
      }
    },
    release(client, over) {
      const place = clients.indexOf(client);
      if (place >= 0) places.leave(place, over);
    },
  };
}
