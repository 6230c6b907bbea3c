/** Pairs our clients by the command of the daemon: few at a time, and each only while it is used. */
import { Unreachable } from '../../suites/case.js';
import { clientPlaces } from './client_places.js';
import { RunOver } from './daemon_program.js';
import type { Looks } from './looks.js';

interface Pairing {
  readonly call: (verb: 'add' | 'remove', client: string) => Promise<unknown>;
  readonly looks: Looks;
  /** The first client, which stays paired. */
  readonly beat: string;
  /** Adds a remark on the whole run. */
  readonly remark: (text: string) => void;
}

/** The known daemon polls one client after the other. With this many, a round takes about a second. */
export const MOST_PAIRED = 8;

export function pairedClients({ call, looks, beat, remark }: Pairing) {
  const clients: (string | undefined)[] = [];
  let keeps = false;
  let calls: Promise<unknown> = Promise.resolve();
  // Calls run one after the other, because the command may read the file and write it again.
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
  // One of the places belongs to the client that stays.
  const places = clientPlaces(MOST_PAIRED - 1, { onFree: (place) => void remove(place) });
  let beating: Promise<void> | undefined;
  return {
    /** Waits for a free place when all are taken. */
    async pair(client: string, signal: AbortSignal): Promise<void> {
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
    /** The client makes no further offer. It is unpaired when its connection has ended. */
    release(client: string, over?: Promise<unknown>): void {
      const place = clients.indexOf(client);
      if (place >= 0) places.leave(place, over);
    },
  };
}
