import type { Ending } from '../../punch/peers/broker/state.js';
import { answering, isSession, type PunchMutant, ruling } from './mutant.js';

/** Closes with this code when a WebSocket ends for one of these reasons. Without a code, leaves it open. */
const closesWith = (
  id: string,
  clause: readonly string[],
  what: string,
  whys: readonly Ending[],
  code: number | undefined,
): PunchMutant => ({
  id,
  clause,
  what,
  change: ruling((rules) => ({ closeCode: (why) => (whys.includes(why) ? code : rules.closeCode(why)) })),
});

export const closing: readonly PunchMutant[] = [
  {
    id: 'delete-is-not-allowed',
    clause: ['PUNCH-4.2-4', 'PUNCH-5-6', 'PUNCH-5-2'],
    what: 'DELETE with the admin token is answered 405.',
    change: answering((answer, { method }) =>
      method === 'DELETE' && answer.status === 200
        ? { ...answer, status: 405, body: JSON.stringify({ error: 'INVALID_REQUEST', message: 'no' }) }
        : answer,
    ),
  },
  {
    id: 'closed-is-410',
    clause: ['PUNCH-4.2-7', 'PUNCH-5-8', 'PUNCH-4.2-5', 'PUNCH-5-2'],
    what: 'A closed session is answered 410.',
    change: answering((answer, asked) =>
      answer.status === 404 && asked.path.startsWith('/api/session/') ? { ...answer, status: 410 } : answer,
    ),
  },
  {
    id: 'closed-is-shown',
    clause: ['PUNCH-4.2-7', 'PUNCH-4.2-6', 'PUNCH-4.2-5', 'PUNCH-5-8', 'PUNCH-5-2'],
    what: 'GET of a closed session is 200 and says WAITING.',
    change: answering((answer, asked) =>
      answer.status === 404 && isSession(asked) && asked.method === 'GET'
        ? { ...answer, status: 200, body: JSON.stringify({ state: 'WAITING' }) }
        : answer,
    ),
  },
  {
    id: 'deletes-twice',
    clause: ['PUNCH-4.2-7', 'PUNCH-5-2'],
    what: 'DELETE of a closed session is 200.',
    change: answering((answer, asked) =>
      answer.status === 404 && asked.method === 'DELETE'
        ? { ...answer, status: 200, body: JSON.stringify({ state: 'CLOSED' }) }
        : answer,
    ),
  },
  closesWith(
    'leaves-sockets-open-after-delete',
    ['PUNCH-4.2-8'],
    'DELETE leaves the WebSockets of the session open.',
    ['deleted'],
    undefined,
  ),
  closesWith(
    'closes-with-4404',
    ['PUNCH-8.2-3'],
    'The end of a session closes its WebSockets with 4404.',
    ['deleted', 'expired'],
    4404,
  ),
  closesWith(
    'closes-a-third-peer-with-4409',
    ['PUNCH-8.2-3'],
    'A third peer of a stream is closed with 4409.',
    ['refused'],
    4409,
  ),
  closesWith(
    'closes-with-1011-on-delete',
    ['PUNCH-8.2-1'],
    'DELETE closes the WebSockets with 1011.',
    ['deleted'],
    1011,
  ),
  closesWith(
    'closes-with-1011-on-expiry',
    ['PUNCH-8.2-1'],
    'The end of the TTL closes the WebSockets with 1011.',
    ['expired'],
    1011,
  ),
  closesWith(
    'closes-with-4404-on-expiry',
    ['PUNCH-8.2-3'],
    'The end of the TTL closes the WebSockets with 4404.',
    ['expired'],
    4404,
  ),
  closesWith(
    'closes-the-dead-with-4408',
    ['PUNCH-8.2-3'],
    'A dead peer is closed with 4408.',
    ['dead'],
    4408,
  ),
  closesWith(
    'closes-the-dead-with-1000',
    ['PUNCH-8.2-2'],
    'A dead peer is closed with 1000.',
    ['dead'],
    1000,
  ),
];
