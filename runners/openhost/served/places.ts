import { startDhtNode } from '../../../reference/openhost/peers/dht/dht.js';
import {
  relaySubstrate,
  type Substrate,
  SubstrateError,
} from '../../../reference/openhost/peers/substrate.js';
import { Miscalled } from '../../options.js';
import { readNodes } from './values.js';

export interface Places {
  readonly relay?: readonly string[] | undefined;
  readonly dht?: readonly string[] | undefined;
  /** PEM: the authority of the relays. */
  readonly ca?: string | undefined;
}

/** The relays and DHT nodes of an openhost peer. */
export async function placesOf({ relay: urls = [], dht, ca }: Places): Promise<Substrate[]> {
  const bootstrap = readNodes(dht);
  if (urls.length + bootstrap.length === 0)
    throw new Miscalled(
      '--relay and --dht are missing: name where to publish and to look, such as --relay URL',
    );
  const relays = urls.map((url) => relayAt(url, ca));
  return bootstrap.length > 0 ? [...relays, await startDhtNode({ bootstrap })] : relays;
}

/** The relay with the URL of an operator. */
export function relayAt(url: string, authority?: string): Substrate {
  try {
    return relaySubstrate(url, authority);
  } catch (error) {
    if (error instanceof SubstrateError) throw new Miscalled(`--relay: ${error.message}`);
    throw error;
  }
}

export const closing = (started: { close(): Promise<void> }, places: readonly Substrate[]) => async () => {
  await started.close();
  await Promise.all(places.map((place) => place.close?.()));
};
