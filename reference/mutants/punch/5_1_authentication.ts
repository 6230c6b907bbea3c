import { answering, type PunchMutant, ruling, withBody } from './mutant.js';

export const authentication: readonly PunchMutant[] = [
  {
    id: 'connect-needs-no-token',
    clause: ['PUNCH-5.1-1', 'PUNCH-5.1-2'],
    what: 'GET connect is 200 without a token.',
    change: answering((answer, { path }) =>
      path.endsWith('/connect') && answer.status === 401
        ? { ...answer, status: 200, body: JSON.stringify({ streams: [] }) }
        : answer,
    ),
  },
  {
    id: 'any-scheme',
    clause: ['PUNCH-5.1-1'],
    what: 'The Authorization header may have any scheme.',
    change: ruling(() => ({ bearer: (header) => /(\S+)$/.exec(header ?? '')?.[1] })),
  },
  {
    id: 'auth-failure-is-403',
    clause: [
      'PUNCH-4.2-5',
      'PUNCH-5.1-1',
      'PUNCH-5.1-2',
      'PUNCH-5.1-3',
      'PUNCH-5.1-4',
      'PUNCH-7-3',
      'PUNCH-7-1',
      'PUNCH-7-2',
      'PUNCH-7-4',
      'PUNCH-7-5',
      'PUNCH-7-6',
      'PUNCH-7-7',
      'PUNCH-7-9',
      'PUNCH-7-10',
      'PUNCH-5-1',
      'PUNCH-5-2',
    ],
    what: 'A request without a good token is answered 403.',
    change: answering((answer, { upgrade }) =>
      answer.status === 401 && !upgrade ? { ...answer, status: 403 } : answer,
    ),
  },
  {
    id: 'auth-code-in-code',
    clause: ['PUNCH-5.1-2', 'PUNCH-8.1-1', 'PUNCH-5-1', 'PUNCH-8.1-2'],
    what: 'The code of a 401 is in the member code.',
    change: answering((answer) =>
      answer.status === 401 ? withBody(answer, ({ error, message }) => ({ code: error, message })) : answer,
    ),
  },
];
