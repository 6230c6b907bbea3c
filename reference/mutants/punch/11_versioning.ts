import type { AnsweredRequest, BrokerAnswer } from '../../punch/peers/broker/answers.js';
import { closedToUs } from './8_errors.js';
import { all, answering, type PunchMutant, withBody, without } from './mutant.js';
import { proxyAnswer } from './proxy.js';

/** Removes Punch-Version from matching answers. */
const unversioned = (
  id: string,
  what: string,
  lacks: (answer: BrokerAnswer, asked: AnsweredRequest) => boolean,
  clause: readonly string[] = ['PUNCH-11-1'],
): PunchMutant => ({
  id,
  clause,
  what: `${what} has no Punch-Version.`,
  change: answering((answer, asked) => (lacks(answer, asked) ? without(answer, 'Punch-Version') : answer)),
});

const onStatus = (status: number): PunchMutant =>
  unversioned(
    `no-version-on-${status}`,
    `A ${status}`,
    (answer, { upgrade }) => answer.status === status && !upgrade,
    ['PUNCH-11-1', 'PUNCH-11-5', 'PUNCH-5-1'],
  );

const onUpgrade = (id: string, what: string, status: number, clause: readonly string[]): PunchMutant =>
  unversioned(id, what, (answer, { upgrade }) => answer.status === status && upgrade, clause);

const without403 = onStatus(403);

export const versions: readonly PunchMutant[] = [
  unversioned(
    'no-version-on-404-of-a-session',
    'A 404 of a session',
    ({ status }, { path, upgrade }) => status === 404 && path.startsWith('/api/session/') && !upgrade,
  ),
  unversioned(
    'no-version-on-delete',
    'The answer to DELETE',
    ({ status }, { method }) => method === 'DELETE' && status === 200,
  ),
  unversioned(
    'no-version-on-connect',
    'The answer to GET connect',
    ({ status }, { path }) => path.endsWith('/connect') && status === 200,
  ),
  unversioned('no-version-on-head', 'The answer to HEAD', (_answer, { method }) => method === 'HEAD'),
  ...[200, 201, 400, 401, 404, 409, 429].map(onStatus),
  { ...without403, change: all(closedToUs, without403.change) },
  onUpgrade('no-version-on-refused-upgrades', 'A 401 to an upgrade', 401, ['PUNCH-11-1', 'PUNCH-5-1']),
  onUpgrade('no-version-on-malformed-upgrades', 'A 400 to an upgrade', 400, ['PUNCH-11-5']),
  onUpgrade('no-version-on-101', 'A 101', 101, ['PUNCH-11-1', 'PUNCH-5-1']),
  {
    id: 'answers-unknown-paths-by-a-proxy',
    clause: ['PUNCH-11-5'],
    what: 'A proxy answers a path that does not exist, without a version.',
    change: answering((answer, { path }) =>
      answer.status === 404 && path.startsWith('/nowhere') ? proxyAnswer(404) : answer,
    ),
  },
  {
    id: 'two-versions',
    clause: ['PUNCH-11-3'],
    what: 'Punch-Version is another version than that of GET /api/health.',
    change: answering((answer) => ({
      ...answer,
      headers: { ...answer.headers, 'Punch-Version': '1.0.1' },
    })),
  },
  {
    id: 'implements-another-version',
    clause: ['PUNCH-11-2'],
    what: 'The version is 1.1.0 everywhere.',
    change: answering((answer, { path }) => {
      const told = { ...answer, headers: { ...answer.headers, 'Punch-Version': '1.1.0' } };
      return path === '/api/health' && answer.body !== ''
        ? withBody(told, (body) => ({ ...body, version: '1.1.0' }))
        : told;
    }),
  },
  {
    id: 'health-without-version',
    clause: ['PUNCH-11-2', 'PUNCH-5-1'],
    what: 'GET /api/health names no version.',
    change: answering((answer, { path }) =>
      path === '/api/health' ? { ...answer, body: '{"status":"ok"}' } : answer,
    ),
  },
];
