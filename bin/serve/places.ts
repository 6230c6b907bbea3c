import { startDhtNode } from '../../reference/openhost/peers/dht/dht.js';
import { relaySubstrate, type Substrate, SubstrateError } from '../../reference/openhost/peers/substrate.js';
import { UsageError } from '../command.js';
import { readCertificate } from '../secret.js';
import type { ServeOptions } from './served.js';
import { readNodes } from './values.js';

/** Where an openhost peer publishes and looks. */
export async function placesOf({
  relay: urls = [],
  dht,
  ca,
}: Pick<ServeOptions, 'relay' | 'dht' | 'ca'>): Promise<Substrate[]> {
  const bootstrap = readNodes(dht);
  if (urls.length + bootstrap.length === 0)
    throw new UsageError('say by --relay or --dht where to publish and to look');
  const authority = ca === undefined ? undefined : readCertificate('ca', ca);
  const relays = urls.map((url) => relayAt(url, authority));
  return bootstrap.length > 0 ? [...relays, await startDhtNode({ bootstrap })] : relays;
}

function relayAt(url: string, authority: string | undefined): Substrate {
  try {
    return relaySubstrate(url, authority);
  } catch (error) {
    if (error instanceof SubstrateError) throw new UsageError(`--relay: ${error.message}`);
    throw error;
  }
}

export const closing = (started: { close(): Promise<void> }, places: readonly Substrate[]) => async () => {
  await started.close();
  await Promise.all(places.map((place) => place.close?.()));
};
