/** Opens the WebSockets of a case, and closes them when it ends. */
import { Unreachable } from '../../suites/case.js';
import type { PunchPort, Upgraded, UpgradeRequest } from '../../suites/punch/port.js';
import type { Asker } from './one_request.js';
import { patiently } from './patiently.js';
import { learnt, type Plain, type Share } from './sharing.js';
import { openSocket } from './socket.js';

type Upgrades = Pick<PunchPort, 'learnMessageMembers' | 'upgrade' | 'open'>;

export function upgradesOf(asker: Asker, share: Share, plain: Plain): Upgrades {
  const { tested, memory } = asker;
  return {
    learnMessageMembers: () => learnt(share, tested, memory, plain),

    upgrade: (request) => upgraded(asker, request),

    async open(session, token, options) {
      await learnt(share, tested, memory, plain);
      const { socket, status } = await upgraded(asker, { session, token, ...(options ? { options } : {}) });
      if (!socket) throw new Unreachable(`the upgrade returned ${status}`);
      return socket;
    },
  };
}

async function upgraded(asker: Asker, request: UpgradeRequest): Promise<Upgraded> {
  const { tested, memory, signal } = asker;
  const { ca, patience, stall } = tested;
  const { options = {} } = request;
  const url = addressOf(tested.url, request);
  const record = asker.transcript.exchange();
  record('>', `upgrade ${url.pathname}${url.search}`);
  const opening = {
    url,
    ca,
    patience,
    stall,
    options,
    record,
    messageMembers: memory.messageMembers.value(),
  };
  const question = { what: `the upgrade of ${url.pathname}`, isSafe: true };
  const seen = await patiently(question, signal, () => openSocket(opening));
  const { socket } = seen;
  if (socket) {
    tested.sockets.add(socket);
    asker.defer(() => {
      tested.sockets.delete(socket);
      socket.close();
    });
  }
  return seen;
}

function addressOf(target: URL, { session, token, query, path }: UpgradeRequest): URL {
  const url = new URL(target.origin);
  url.protocol = target.protocol === 'https:' ? 'wss:' : 'ws:';
  url.pathname = path ?? `/api/ws/${session}`;
  url.search = query ?? (token === undefined ? '' : `?t=${token}`);
  return url;
}
