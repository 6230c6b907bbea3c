/** The questions of a pairing: the client fetches a secret of the service twice, through the daemon. */
import type { PairResult } from '../interop/model.js';
import type { Fetch } from './client_fetch.js';

const QUESTIONS = [
  { id: 'openhost/interop/fetch', title: 'the client fetches the response of the service behind the daemon' },
  { id: 'openhost/interop/fetch-again', title: 'the client fetches it again over a new connection' },
] as const;

export type Fetching = (typeof QUESTIONS)[number];

export const fetchings = (wanted: (id: string) => boolean): readonly Fetching[] =>
  QUESTIONS.filter(({ id }) => wanted(id));

/** A client and the daemon that it can reach. */
export interface Pair {
  readonly url: string;
  readonly relay: { readonly url: string; readonly ca?: string | undefined };
  readonly fetch: Fetch;
  readonly secret: string;
  /** The furthest step of the client, as the relay saw it. */
  readonly furthest: () => string;
}

/** The most characters of the output of a client in a reason. */
const MOST_SHOWN = 300;

export async function askPair(
  wanted: readonly Fetching[],
  { url, relay, fetch, secret, furthest }: Pair,
  signal: AbortSignal,
): Promise<readonly PairResult[]> {
  const questions: PairResult[] = [];
  for (const one of wanted) {
    const { shown, ended } = await fetch(`${url}hello`, [relay.url, relay.url], { ca: relay.ca, signal });
    const seen = `expected the answer of the service, received ${JSON.stringify(shown.slice(-MOST_SHOWN))}`;
    questions.push(
      shown.includes(secret) && ended === 0
        ? { ...one, verdict: 'pass' }
        : { ...one, verdict: 'fail', reason: `${seen}; it exited with ${ended} after it had ${furthest()}` },
    );
  }
  return questions;
}
