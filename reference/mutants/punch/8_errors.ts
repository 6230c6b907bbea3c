import { all, answering, type Change, isCreation, type PunchMutant, ruling, withBody } from './mutant.js';

/** Answers with this status have HTML instead of JSON. */
const htmlOn = (status: number): Change =>
  answering((answer) => (answer.status === status ? { ...answer, body: '<h1>nope</h1>' } : answer));

/** No Turnstile token passes. */
export const closedToUs: Change = ruling(() => ({ turnstile: async () => false }));

const html = (status: number, more: readonly string[] = []): PunchMutant => ({
  id: `${status}-in-html`,
  clause: ['PUNCH-8.1-1', 'PUNCH-8.1-2', 'PUNCH-5-1', ...more],
  what: `The body of a ${status} is HTML.`,
  change: htmlOn(status),
});

export const errors: readonly PunchMutant[] = [
  html(404),
  html(409, ['PUNCH-5.3-2']),
  html(429),
  {
    ...html(403),
    clause: ['PUNCH-8.1-1', 'PUNCH-8.1-2', 'PUNCH-5.4-2', 'PUNCH-5-4'],
    change: all(closedToUs, htmlOn(403)),
  },
  {
    id: 'errors-in-html',
    clause: ['PUNCH-8.1-1', 'PUNCH-8.1-2', 'PUNCH-5-1'],
    what: 'The body of a 400 to a creation is HTML.',
    change: answering((answer, asked) =>
      answer.status === 400 && isCreation(asked) ? { ...answer, body: '<h1>Bad Request</h1>' } : answer,
    ),
  },
  {
    id: 'unknown-paths-in-plain-text',
    clause: ['PUNCH-8.1-1'],
    what: 'The 404 of a path that does not exist is the plain text of a framework.',
    change: answering((answer, { path }) =>
      answer.status === 404 && !/^\/(api\/(session|ws|health)|s)\b/.test(path)
        ? { ...answer, body: '404 page not found\n' }
        : answer,
    ),
  },
  {
    id: 'unknown-methods-in-plain-text',
    clause: ['PUNCH-8.1-1'],
    what: 'A method that the endpoint does not have is answered 405 in the plain text of a framework.',
    change: answering((answer, { method }) =>
      method === 'PATCH' ? { ...answer, status: 405, body: 'Method Not Allowed\n' } : answer,
    ),
  },
  {
    id: 'errors-without-message',
    clause: ['PUNCH-8.1-1', 'PUNCH-5-1'],
    what: 'The body of a 401 has no message.',
    change: answering((answer) =>
      answer.status === 401 ? withBody(answer, ({ error }) => ({ error })) : answer,
    ),
  },
  {
    id: 'errors-of-their-own',
    clause: ['PUNCH-8.1-2', 'PUNCH-5.1-2', 'PUNCH-5.1-3', 'PUNCH-5-2'],
    what: 'The code of a 401 is UNAUTHORIZED.',
    change: answering((answer) =>
      answer.status === 401 ? withBody(answer, (body) => ({ ...body, error: 'UNAUTHORIZED' })) : answer,
    ),
  },
  {
    id: 'codes-outside-its-own-openapi',
    clause: ['PUNCH-8.1-2', 'PUNCH-5.1-2', 'PUNCH-5.1-3', 'PUNCH-5-11'],
    what: 'The code of a 400 is one that the openapi.yaml of the deployment does not enumerate.',
    given: 'openapi',
    change: answering((answer) =>
      answer.status === 400 ? withBody(answer, (body) => ({ ...body, error: 'BAD_REQUEST' })) : answer,
    ),
  },
  {
    id: 'refused-upgrades-without-body',
    clause: ['PUNCH-8.1-1', 'PUNCH-8.1-2'],
    what: 'A rejected upgrade has no body.',
    change: answering((answer, { upgrade }) => (upgrade ? { ...answer, body: '' } : answer)),
  },
];
