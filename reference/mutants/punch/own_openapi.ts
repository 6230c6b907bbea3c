import { rejectionOf } from '../../bytes/error.js';
import { parseJson } from '../../bytes/json.js';
import type { JsonObject } from '../../structure.js';
import type { PunchEquivalent } from './equivalent.js';
import { all, answering, readingBody, withBody } from './mutant.js';

const OWN_CODES = ['unauthorized', 'name_taken', 'invalid', 'not_found', 'too_many', 'broken'];

/**
 * The OpenAPI description of a broker that nests the members of a creation, gives them other names, and has its own
 * codes.
 */
const ownOpenapi: JsonObject = {
  openapi: '3.0.3',
  info: { title: 'a broker', version: '1.0.0' },
  paths: {
    '/api/session': {
      post: {
        requestBody: {
          content: { 'application/json': { schema: { $ref: '#/components/schemas/Creation' } } },
        },
        responses: { 201: { description: 'made' }, default: { description: 'an error' } },
      },
    },
    '/api/session/{id}': {
      get: { responses: { 200: { description: 'shown' }, default: { description: 'an error' } } },
      delete: { responses: { 200: { description: 'closed' }, default: { description: 'an error' } } },
    },
  },
  components: {
    schemas: {
      Creation: {
        type: 'object',
        required: ['session', 'tenant'],
        properties: {
          tenant: { type: 'string', enum: ['studio'] },
          session: {
            type: 'object',
            required: ['sessionName'],
            properties: { sessionName: { type: 'string' }, ttlSeconds: { type: 'integer' } },
          },
          streams: { type: 'array', items: { type: 'string' } },
        },
      },
      Error: { type: 'object', properties: { error: { type: 'string', enum: OWN_CODES } } },
    },
  },
};

/** The body of a creation in the form of the reference. It has no name if it does not fit that description. */
function creationBelow(text: string): string {
  if (rejectionOf(() => parseJson(text))) return text;
  const { tenant, session, ...rest } = JSON.parse(text);
  const { sessionName: name, ttlSeconds: ttl } = session ?? {};
  return JSON.stringify(tenant === 'studio' ? { ...rest, name, ttl } : rest);
}

const CODES: Readonly<Record<number, string>> = {
  400: 'invalid',
  401: 'unauthorized',
  404: 'not_found',
  409: 'name_taken',
  429: 'too_many',
};

export const ownDescription: PunchEquivalent = {
  id: 'has-an-openapi-of-its-own',
  what: 'Creations are laid out and errors are coded as in an OpenAPI description of its own, which has no HEAD and no /connect.',
  openapi: ownOpenapi,
  change: all(
    readingBody(creationBelow),
    answering((answer, { method, path }) => {
      if (path.endsWith('/connect')) return { ...answer, status: 404 };
      if (method === 'HEAD') return { ...answer, status: 405 };
      const code = CODES[answer.status];
      return code === undefined ? answer : withBody(answer, (body) => ({ ...body, error: code }));
    }),
  ),
};
