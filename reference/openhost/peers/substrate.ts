/** Where packets are published and found: relays, and the Mainline DHT. */
import { unlessRejected } from '../../bytes/error.js';
import { openPacket, type Packet } from '../packet.js';
import { within } from './deadline.js';
import { reasonOf } from './reason.js';
import { type RelayRequest, relayRequests, TooMuch } from './relay/request.js';
import { keyOf } from './relay/store.js';

export interface Substrate {
  readonly name: string;
  put(name: string, payload: Uint8Array, signal?: AbortSignal): Promise<void>;
  /** The payload as it was received, not verified; undefined when there is none. */
  get(name: string, signal?: AbortSignal): Promise<Uint8Array | undefined>;
  close?(): Promise<void>;
}

export class SubstrateError extends Error {
  override readonly name = 'SubstrateError';
}

const largestAnswer = 1104;

/** `longest` is the most bytes of an answer that it reads. */
export function relaySubstrate(url: string, ca?: string, longest = largestAnswer): Substrate {
  const base = URL.canParse(url) ? new URL(url) : undefined;
  if (base?.protocol !== 'https:' && base?.protocol !== 'http:') {
    throw new SubstrateError(`${url} is not the URL of a relay: it must begin with https:// or http://`);
  }
  if (base.search !== '' || base.hash !== '') {
    throw new SubstrateError(
      `${url} is not the URL of a relay: remove what follows the path, where the name of a key goes`,
    );
  }
  const root = base.pathname.endsWith('/') ? base.href : `${base.href}/`;
  const ask = relayRequests(new URL(root), ca, longest);
  const send = async (request: RelayRequest) => {
    try {
      return await ask(request);
    } catch (error) {
      // A wrong call to node is a defect of this program, not of the relay.
      if (error instanceof TypeError) throw error;
      const { signal } = request;
      if (error instanceof TooMuch) throw new SubstrateError(`${url} answers with too much`);
      const late = signal.aborted && signal.reason?.name === 'TimeoutError';
      throw new SubstrateError(late ? `${url} does not answer in time` : `${url}: ${reasonOf(error)}`);
    }
  };
  return {
    name: url,
    async put(name, payload, signal) {
      const { status } = await within(6000, signal, (limit) =>
        send({ method: 'PUT', name, body: payload, signal: limit }),
      );
      if (status < 200 || status > 299) throw new SubstrateError(`${url} answers PUT with ${status}`);
    },
    async get(name, signal) {
      const { status, body } = await within(2000, signal, (limit) =>
        send({ method: 'GET', name, signal: limit }),
      );
      if (status === 404) return undefined;
      if (status !== 200) throw new SubstrateError(`${url} answers GET with ${status}`);
      return body;
    },
  };
}

export interface Found {
  readonly packet: Packet;
  readonly payload: Uint8Array;
}

/**
 * Asks all substrates, drops packets that the key did not sign, and returns the one with the highest sequence number.
 */
export async function resolve(
  substrates: readonly Substrate[],
  name: string,
  signal?: AbortSignal,
): Promise<Found | undefined> {
  const key = keyOf(name);
  if (key === undefined) throw new SubstrateError(`${name} is not a key`);
  const answers = await Promise.allSettled(substrates.map((substrate) => substrate.get(name, signal)));
  let best: Found | undefined;
  for (const answer of answers) {
    if (answer.status === 'rejected' || answer.value === undefined) continue;
    const { value } = answer;
    const packet = unlessRejected(() => openPacket(key, value));
    if (packet && (best === undefined || packet.seq > best.packet.seq)) best = { packet, payload: value };
  }
  if (best === undefined && answers.length > 0 && answers.every(({ status }) => status === 'rejected')) {
    throw new SubstrateError(reasonsOf(answers));
  }
  return best;
}

/** Resolves when at least one substrate has accepted the packet. */
export async function publish(
  substrates: readonly Substrate[],
  name: string,
  payload: Uint8Array,
  signal?: AbortSignal,
): Promise<void> {
  const results = await Promise.allSettled(
    substrates.map((substrate) => substrate.put(name, payload, signal)),
  );
  if (results.some(({ status }) => status === 'fulfilled')) return;
  throw new SubstrateError(reasonsOf(results) || 'no substrate');
}

const reasonsOf = (results: readonly PromiseSettledResult<unknown>[]): string =>
  results.flatMap((result) => (result.status === 'rejected' ? [reasonOf(result.reason)] : [])).join('; ');
