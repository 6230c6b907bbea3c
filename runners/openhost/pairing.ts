/** Every daemon with every client. The client fetches twice, through the daemon, a secret of the service. */
import { Lost, Unreachable } from '../../suites/case.js';
import { commandOf } from '../command_of.js';
import {
  type Meetings,
  type Pairing,
  type PairingAround,
  type PairResult,
  type Peer,
  REFERENCE,
} from '../interop/model.js';
import { commandFetch } from './command_client.js';
import { embeddedClient } from './embedded_client.js';
import { askPair, fetchings, type Pair } from './fetch_questions.js';
import { type KeptOpen, keptOpen } from './kept_open.js';
import { startOwnRelay } from './own_relay.js';
import { programDaemon, referenceDaemon } from './paired_daemons.js';
import { startSecretService } from './secret_service.js';
import { witnessClient } from './witness.js';

export const openOpenhostMeetings: Pairing['open'] = async (_peers, around): Promise<Meetings> => ({
  async meet(row, column) {
    const wanted = fetchings(around.wanted);
    const opened = keptOpen();
    try {
      return await askPair(wanted, await openPair([row, column], around, opened.keep), around.signal);
    } catch (error) {
      if (!(error instanceof Unreachable || error instanceof Lost)) throw error;
      return wanted.map((one): PairResult => ({ ...one, verdict: 'blocked', reason: error.message }));
    } finally {
      await opened.close();
    }
  },
  close: async () => {},
});

const isReference = ({ text }: Peer): boolean => text === REFERENCE.text;

async function openPair(
  [row, column]: readonly [daemon: Peer, client: Peer],
  { signal }: PairingAround,
  keep: KeptOpen['keep'],
): Promise<Pair> {
  const client = isReference(column)
    ? undefined
    : keep(commandFetch(column.text.slice('openhost-client:'.length)));
  const tls = !isReference(row) || client?.tls === true;
  if (tls && client && !client.tls)
    throw new Unreachable(
      `${row.name} needs a relay with TLS, but the command of ${column.name} has no {ca}`,
    );
  const relay = keep(await startOwnRelay(tls));
  const { secret, target: service } = keep(await startSecretService());
  const place = { relay, service, signal, keep };
  const { url, name, daemon, dialect } = isReference(row)
    ? await referenceDaemon(place)
    : await programDaemon(commandOf(row.text, 'openhostd'), place);
  const witness = witnessClient(name);
  witness.watch(relay.store, relay.store, daemon);
  return {
    url,
    relay,
    secret,
    fetch: client?.fetch ?? embeddedClient(dialect),
    furthest: () => witness.seen().furthest,
  };
}
