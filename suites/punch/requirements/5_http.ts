import { clauses } from '../../requirement.js';

export const http = [
  ...clauses('punch', '5', [
    {
      id: 'PUNCH-5-1',
      level: 'should',
      implied: true,
      text: 'Responses keep to openapi.yaml, as far as the project has stated it in public.',
    },
    {
      id: 'PUNCH-5-11',
      level: 'must',
      implied: true,
      text: 'Responses keep to the openapi.yaml of the deployment, where it gives its own: that file is normative for the HTTP surface.',
    },
    {
      id: 'PUNCH-5-2',
      level: 'may',
      implied: true,
      text: 'Responses keep to the nodes of openapi.yaml that we decided ourselves: advisory.',
    },
    {
      id: 'PUNCH-5-3',
      level: 'must',
      implied: true,
      text: 'GET /api/health returns 200 with JSON.',
    },
    {
      id: 'PUNCH-5-10',
      level: 'should',
      implied: true,
      text: 'HEAD /api/health returns the same as GET without a body (RFC 9110; this RFC does not mention it).',
    },
    {
      id: 'PUNCH-5-4',
      level: 'must',
      implied: true,
      text: 'POST /api/session creates a session without a bearer token and returns 201 with its admin token.',
    },
    {
      id: 'PUNCH-5-5',
      level: 'should',
      implied: true,
      text: 'The 201 returns the admin token, and no later answer does.',
    },
    {
      id: 'PUNCH-5-6',
      level: 'must',
      implied: true,
      text: 'GET and DELETE of /api/session/{name} query and close the session.',
    },
    {
      id: 'PUNCH-5-7',
      level: 'should',
      implied: true,
      text: 'GET /api/session/{name}/connect returns connection strings for the usual SRT tools.',
    },
    {
      id: 'PUNCH-5-9',
      level: 'may',
      implied: true,
      text: 'CORS headers do not contradict each other (a note: no text says whether pages of other origins may read answers).',
    },
    {
      id: 'PUNCH-5-8',
      level: 'should',
      implied: true,
      text: 'An unknown session returns 404 for a token that fits its name.',
    },
  ]),
  ...clauses('punch', '5.1', [
    {
      id: 'PUNCH-5.1-1',
      level: 'must',
      text: 'All endpoints under /api/session/{name} require a bearer token in the Authorization header.',
    },
    {
      id: 'PUNCH-5.1-2',
      level: 'must',
      text: 'A missing token returns 401 with the code AUTH_FAILED.',
    },
    {
      id: 'PUNCH-5.1-3',
      level: 'must',
      text: 'A malformed token returns 401 with the code AUTH_FAILED.',
    },
    {
      id: 'PUNCH-5.1-4',
      level: 'must',
      text: 'A token of another session returns 401 with the code AUTH_FAILED.',
    },
  ]),
  ...clauses('punch', '5.2', [
    {
      id: 'PUNCH-5.2-1',
      level: 'must',
      text: 'POST /api/session is rate-limited per source address.',
    },
    {
      id: 'PUNCH-5.2-2',
      level: 'should',
      implied: true,
      text: 'Unless configured otherwise, one source address may create 10 sessions a minute.',
    },
    {
      id: 'PUNCH-5.2-3',
      level: 'may',
      text: 'Other endpoints may be rate-limited.',
      excluded: 'this permits something to the deployment, so nothing that it does can be wrong',
      observed: ['none'],
    },
    {
      id: 'PUNCH-5.2-4',
      level: 'must',
      text: 'A rate-limited request returns 429.',
    },
    {
      id: 'PUNCH-5.2-5',
      level: 'should',
      text: 'A 429 has Retry-After.',
    },
  ]),
  ...clauses('punch', '5.3', [
    {
      id: 'PUNCH-5.3-1',
      level: 'must',
      implied: true,
      text: 'A name identifies one session during its lifetime, also when many ask for it at once.',
    },
    {
      id: 'PUNCH-5.3-2',
      level: 'must',
      text: 'POST with the name of a live session returns 409 with the code SESSION_EXISTS.',
    },
    {
      id: 'PUNCH-5.3-3',
      level: 'must',
      implied: true,
      text: 'The name is free after the session has ended.',
    },
  ]),
  ...clauses('punch', '5.4', [
    {
      id: 'PUNCH-5.4-1',
      level: 'may',
      text: 'POST /api/session may require a Turnstile token.',
      excluded: 'this permits something to the deployment, so nothing that it does can be wrong',
      observed: ['none'],
    },
    {
      id: 'PUNCH-5.4-2',
      level: 'must',
      text: 'A Turnstile token that fails verification returns 403 with the code TURNSTILE_FAILED.',
    },
    {
      id: 'PUNCH-5.4-3',
      level: 'must',
      text: 'A deployment without a Turnstile secret ignores turnstileToken in the body.',
    },
    {
      id: 'PUNCH-5.4-4',
      level: 'must',
      implied: true,
      text: 'The Turnstile token is the member turnstileToken of the request body.',
    },
  ]),
];
