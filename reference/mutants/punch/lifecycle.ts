import { rules as literal } from '../../punch/peers/broker/rules.js';
import { byAnswer, byRule, isCreation, isSession, mutant, type PunchMutant, withBody } from './mutant.js';

const states: readonly PunchMutant[] = [
  byAnswer(
    'states-in-lower-case',
    ['PUNCH-4.1-1', 'PUNCH-4.2-1', 'PUNCH-4.2-2', 'PUNCH-4.2-3', 'PUNCH-5-1', 'PUNCH-5-2'],
    (answer, asked) =>
      isSession(asked) && answer.status === 200
        ? withBody(answer, (body) => ({ ...body, state: String(body['state']).toLowerCase() }))
        : answer,
  ),
  byRule('relays', ['PUNCH-4.1-2', 'PUNCH-4.2-3'], {
    nextState: (session, event) => (event === 'connected' ? 'RELAYING' : literal.nextState(session, event)),
  }),
  byAnswer('starts-ready', ['PUNCH-4.2-1', 'PUNCH-5-1'], (answer, asked) =>
    isCreation(asked) && answer.status === 201
      ? withBody(answer, (body) => ({ ...body, state: 'READY' }))
      : answer,
  ),
  byRule('ready-with-one-peer', ['PUNCH-4.2-1'], {
    nextState: (session, event) => (event === 'registered' ? 'READY' : literal.nextState(session, event)),
  }),
  byRule('ready-with-all-streams', ['PUNCH-4.2-2'], {
    nextState(session, event) {
      const all = [...session.streams.values()].every(({ peers }) => peers.length === 2);
      return event === 'registered' && !all ? session.state : literal.nextState(session, event);
    },
  }),
  mutant('connecting-counts-as-connected', ['PUNCH-4.2-3'], {
    incoming: (text) => text.replace('"connecting"', '"connected"'),
  }),
  mutant('deaf-to-status', ['PUNCH-4.2-3'], {
    incoming: (text) => text.replace('"connected"', '"connecting"'),
  }),
];

const closing: readonly PunchMutant[] = [
  byAnswer('delete-is-not-allowed', ['PUNCH-4.2-4', 'PUNCH-5-6', 'PUNCH-5-2'], (answer, { method }) =>
    method === 'DELETE' && answer.status === 200
      ? { ...answer, status: 405, body: JSON.stringify({ error: 'INVALID_REQUEST', message: 'no' }) }
      : answer,
  ),
  byAnswer('closed-is-410', ['PUNCH-4.2-7', 'PUNCH-5-8', 'PUNCH-4.2-5', 'PUNCH-5-2'], (answer, asked) =>
    answer.status === 404 && asked.path.startsWith('/api/session/') ? { ...answer, status: 410 } : answer,
  ),
  byAnswer(
    'closed-is-shown',
    ['PUNCH-4.2-7', 'PUNCH-4.2-6', 'PUNCH-4.2-5', 'PUNCH-5-8', 'PUNCH-5-2'],
    (answer, asked) =>
      answer.status === 404 && isSession(asked) && asked.method === 'GET'
        ? { ...answer, status: 200, body: JSON.stringify({ state: 'WAITING' }) }
        : answer,
  ),
  byAnswer('deletes-twice', ['PUNCH-4.2-7', 'PUNCH-5-2'], (answer, asked) =>
    answer.status === 404 && asked.method === 'DELETE'
      ? { ...answer, status: 200, body: JSON.stringify({ state: 'CLOSED' }) }
      : answer,
  ),
  byRule('leaves-sockets-open-after-delete', ['PUNCH-4.2-8'], {
    closeCode: (why) => (why === 'deleted' ? undefined : literal.closeCode(why)),
  }),
  byRule('closes-with-4404', ['PUNCH-8.2-3'], {
    closeCode: (why) => (why === 'deleted' || why === 'expired' ? 4404 : literal.closeCode(why)),
  }),
  byRule('closes-a-third-peer-with-4409', ['PUNCH-8.2-3'], {
    closeCode: (why) => (why === 'refused' ? 4409 : literal.closeCode(why)),
  }),
  byRule('closes-with-1011-on-delete', ['PUNCH-8.2-1'], {
    closeCode: (why) => (why === 'deleted' ? 1011 : literal.closeCode(why)),
  }),
  byRule('closes-with-1011-on-expiry', ['PUNCH-8.2-1'], {
    closeCode: (why) => (why === 'expired' ? 1011 : literal.closeCode(why)),
  }),
  byRule('closes-with-4404-on-expiry', ['PUNCH-8.2-3'], {
    closeCode: (why) => (why === 'expired' ? 4404 : literal.closeCode(why)),
  }),
  byRule('closes-the-dead-with-4408', ['PUNCH-8.2-3'], {
    closeCode: (why) => (why === 'dead' ? 4408 : literal.closeCode(why)),
  }),
  byRule('closes-the-dead-with-1000', ['PUNCH-8.2-2'], {
    closeCode: (why) => (why === 'dead' ? 1000 : literal.closeCode(why)),
  }),
];

const ttl: readonly PunchMutant[] = [
  mutant('expires-three-seconds-late', ['PUNCH-4.3-2', 'PUNCH-4.2-5', 'PUNCH-5.3-3', 'PUNCH-8.2-1'], {
    timing: { closingMargin: -3_000 },
    rules: {
      hasExpired: (session, now) => now >= session.expiresAt + 3_000,
      isFree: (session, now) => session === undefined || now >= session.expiresAt + 3_000,
    },
  }),
  mutant('never-closes-sockets-at-expiry', ['PUNCH-4.3-2', 'PUNCH-4.2-5'], {
    rules: { closeCode: (why) => (why === 'expired' ? undefined : literal.closeCode(why)) },
  }),
  byRule(
    'activity-extends-the-life',
    ['PUNCH-4.3-1', 'PUNCH-4.3-2', 'PUNCH-4.2-5', 'PUNCH-8.2-1', 'PUNCH-5.3-3'],
    {
      touch(session, now) {
        session.expiresAt = now + session.ttl * 1000;
      },
    },
  ),
  mutant('lives-an-hour-by-default', ['PUNCH-4.3-3'], { timing: { defaultTtl: 3_600 } }),
  mutant('lives-an-hour-at-most', ['PUNCH-4.3-4'], {
    rules: {
      grantTtl: (asked, fallback, most) =>
        Number(asked) > 3600 && Number(asked) <= most ? 3600 : literal.grantTtl(asked, fallback, most),
    },
  }),
  byRule('grants-no-ttl-under-five-seconds', ['PUNCH-4.3-4'], {
    grantTtl: (asked, fallback, most) =>
      Number(asked) < 5 ? undefined : literal.grantTtl(asked, fallback, most),
  }),
  byRule('lives-as-long-as-it-likes', ['PUNCH-4.3-5'], {
    grantTtl: (asked, fallback) => literal.grantTtl(asked, fallback, 1e9),
  }),
  byRule('ttl-zero-means-default', ['PUNCH-4.3-6'], {
    grantTtl: (asked, fallback, most) => (asked === 0 ? fallback : literal.grantTtl(asked, fallback, most)),
  }),
  byRule('ttl-fraction-means-default', ['PUNCH-4.3-6'], {
    grantTtl: (asked, fallback, most) =>
      typeof asked === 'number' && !Number.isInteger(asked)
        ? fallback
        : literal.grantTtl(asked, fallback, most),
  }),
  byRule('ttl-by-magnitude', ['PUNCH-4.3-6'], {
    grantTtl: (asked, fallback, most) =>
      literal.grantTtl(typeof asked === 'number' ? Math.abs(asked) : asked, fallback, most),
  }),
  byRule('ttl-text-means-default', ['PUNCH-4.3-6'], {
    grantTtl: (asked, fallback, most) =>
      typeof asked === 'string' ? fallback : literal.grantTtl(asked, fallback, most),
  }),
];

export const lifecycle: readonly PunchMutant[] = [...states, ...closing, ...ttl];
