import { clauses } from '../../requirement.js';

const server = { binds: ['server'], observed: ['live'] };

export const http = [
  ...clauses('punch', '5', [
    {
      ...server,
      id: 'PUNCH-5-1',
      level: 'must',
      implied: true,
      text: 'Responses keep to openapi.yaml, as far as the project has stated it in public.',
    },
    {
      ...server,
      id: 'PUNCH-5-2',
      level: 'may',
      implied: true,
      text: 'Responses keep to the nodes of openapi.yaml that we decided ourselves: advisory.',
    },
    {
      ...server,
      id: 'PUNCH-5-3',
      level: 'must',
      implied: true,
      text: 'GET /api/health is 200 with JSON, and HEAD is the same without a body.',
    },
    {
      ...server,
      id: 'PUNCH-5-4',
      level: 'must',
      implied: true,
      text: 'POST /api/session creates a session without a bearer token and answers 201 with its admin token.',
    },
    {
      ...server,
      id: 'PUNCH-5-5',
      level: 'should',
      implied: true,
      text: 'The admin token is returned once, by the 201, and by nothing after it.',
    },
    {
      ...server,
      id: 'PUNCH-5-6',
      level: 'must',
      implied: true,
      text: 'GET and DELETE of /api/session/{name} query and close the session.',
    },
    {
      ...server,
      id: 'PUNCH-5-7',
      level: 'should',
      implied: true,
      text: 'GET /api/session/{name}/connect gives connection strings for the usual SRT tools.',
    },
    {
      ...server,
      id: 'PUNCH-5-9',
      level: 'may',
      implied: true,
      text: 'Whether pages of other origins may read answers (CORS) is said without contradiction; a note, as nothing states whether they may.',
    },
    {
      ...server,
      id: 'PUNCH-5-8',
      level: 'should',
      implied: true,
      text: 'An unknown session is answered 404 where the token would fit it.',
    },
  ]),
  ...clauses('punch', '5.1', [
    {
      ...server,
      id: 'PUNCH-5.1-1',
      level: 'must',
      text: 'All endpoints under /api/session/{name} require a bearer token in the Authorization header.',
    },
    {
      ...server,
      id: 'PUNCH-5.1-2',
      level: 'must',
      text: 'A missing token is 401 with code AUTH_FAILED.',
    },
    {
      ...server,
      id: 'PUNCH-5.1-3',
      level: 'must',
      text: 'A malformed token is 401 with code AUTH_FAILED.',
    },
    {
      ...server,
      id: 'PUNCH-5.1-4',
      level: 'must',
      text: "Another session's token is 401 with code AUTH_FAILED.",
    },
  ]),
  ...clauses('punch', '5.2', [
    {
      ...server,
      id: 'PUNCH-5.2-1',
      level: 'must',
      text: 'POST /api/session is rate-limited per source address.',
    },
    {
      ...server,
      id: 'PUNCH-5.2-2',
      level: 'should',
      implied: true,
      text: 'Unless configured otherwise, one source address may create 10 sessions a minute.',
    },
    {
      ...server,
      id: 'PUNCH-5.2-3',
      level: 'may',
      text: 'Other endpoints may be rate-limited.',
      excluded: 'a permission to the deployment: nothing that it does here can be wrong',
      observed: ['none'],
    },
    {
      ...server,
      id: 'PUNCH-5.2-4',
      level: 'must',
      text: 'A rate-limited request is answered 429.',
    },
    {
      ...server,
      id: 'PUNCH-5.2-5',
      level: 'should',
      text: 'A 429 carries Retry-After.',
    },
  ]),
  ...clauses('punch', '5.3', [
    {
      ...server,
      id: 'PUNCH-5.3-1',
      level: 'must',
      implied: true,
      text: 'A name stands for one session as long as that lives, also when many ask for it at once.',
    },
    {
      ...server,
      id: 'PUNCH-5.3-2',
      level: 'must',
      text: 'POST with the name of a live session is 409 with code SESSION_EXISTS.',
    },
    {
      ...server,
      id: 'PUNCH-5.3-3',
      level: 'must',
      implied: true,
      text: 'When the session has ended the name can be taken again: the 409 ends with the lifetime.',
    },
  ]),
  ...clauses('punch', '5.4', [
    {
      ...server,
      id: 'PUNCH-5.4-1',
      level: 'may',
      text: 'POST /api/session may require a Turnstile token.',
      excluded: 'a permission to the deployment: nothing that it does here can be wrong',
      observed: ['none'],
    },
    {
      ...server,
      id: 'PUNCH-5.4-2',
      level: 'must',
      text: 'A Turnstile token that fails verification is 403 with code TURNSTILE_FAILED.',
    },
    {
      ...server,
      id: 'PUNCH-5.4-3',
      level: 'must',
      text: 'Where no Turnstile secret is configured, turnstileToken in the body is ignored.',
    },
    {
      ...server,
      id: 'PUNCH-5.4-4',
      level: 'must',
      implied: true,
      text: 'The Turnstile token is taken from the member turnstileToken of the request body.',
    },
  ]),
];
