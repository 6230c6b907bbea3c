import { refusalOf } from '../../bytes/error.js';
import { parseJson } from '../../bytes/json.js';
import { errorAnswer } from '../../punch/peers/broker/answers.js';
import type { Answer, Asked, Faults } from '../../punch/peers/broker/faults.js';
import { rules as literal } from '../../punch/peers/broker/rules.js';
import type { JsonObject } from '../../structure.js';
import { isCreation, withBody } from './mutant.js';

/** A broker that is unlike the reference and keeps to the RFC: no gating case may fail or be blocked for it. */
export interface PunchEquivalent {
  readonly id: string;
  readonly what: string;
  readonly faults: Faults;
  /** Its own description, which is given with --openapi. */
  readonly openapi?: JsonObject;
}

type Message = Readonly<Record<string, unknown>>;

const equivalent = (id: string, what: string, faults: Faults): PunchEquivalent => ({ id, what, faults });

/** The bodies of granted answers, those below /api/session alone. */
const grants =
  (change: (body: Message) => unknown) =>
  (answer: Answer, { path }: Asked): Answer =>
    answer.status < 300 && path.startsWith('/api/session') && answer.body !== ''
      ? withBody(answer, change)
      : answer;

const renamed = (text: string, from: string, to: string): string => text.replace(`"${from}":`, `"${to}":`);
const isOf = (text: string, type: string): boolean => text.includes(`"type":"${type}"`);

/** The register messages that lack an address. */
export const wantsAddress = (text: string): string =>
  isOf(text, 'register') && !text.includes('"ip":') ? renamed(text, 'type', 'lacks-an-address') : text;

const messages: readonly PunchEquivalent[] = [
  equivalent('wants-an-address', 'A register message without ip is rejected.', { incoming: wantsAddress }),
  equivalent(
    'takes-type-and-port-alone',
    'A register message with any other member is rejected, and closed for it.',
    {
      incoming: (text) => renamed(renamed(text, 'ip', 'not-ip'), 'localPort', 'not-local-port'),
      closeOnError: 1000,
    },
  ),
  equivalent(
    'spells-messages-otherwise',
    'There is no localPort and no punch.ping, and status has SrtState in state.',
    {
      incoming: (text) =>
        isOf(text, 'status')
          ? renamed(renamed(text, 'srt', 'not-srt'), 'state', 'srt')
          : renamed(text, 'localPort', 'not-local-port').replace('punch.ping', 'no'),
    },
  ),
  equivalent(
    'reads-a-lone-status',
    'SrtState is read in status alone; a message with more is ignored without an error.',
    {
      incoming: (text) => {
        if (!isOf(text, 'status')) return text;
        const { type, status, ...rest } = JSON.parse(text);
        const isRead = ['connecting', 'connected'].includes(status) && Object.keys(rest).length === 0;
        return JSON.stringify(isRead ? { type, srt: status } : { type: 'tally', state: 'off' });
      },
    },
  ),
  equivalent(
    'tells-the-address-of-the-connection',
    'The address in a peer message is that of its WebSocket.',
    {
      incoming: (text) => text.replace(/"ip":"[^"]*"/, '"ip":"127.0.0.9"'),
    },
  ),
];

const bodies: readonly PunchEquivalent[] = [
  equivalent('nests-its-bodies', 'Everything that an answer says of a session stands below data.', {
    answer: grants((data) => ({ data })),
  }),
  equivalent('shows-the-ttl-by-expires-at', 'The 201 has expiresAt and no ttl.', {
    answer: grants(({ ttl: _, ...rest }) => rest),
  }),
  equivalent(
    'shows-the-ttl-that-is-left',
    'ttl in an answer is what is left of it, one second less than asked for.',
    {
      answer: grants((body) => ('ttl' in body ? { ...body, ttl: Number(body['ttl']) - 1 } : body)),
    },
  ),
  equivalent('calls-the-state-status', 'The state of a session is in the member status.', {
    answer: grants(({ state, ...rest }) => ({ ...rest, status: state })),
  }),
  equivalent('creates-without-a-state', 'The 201 has no state; GET has it.', {
    answer: (answer, asked) =>
      isCreation(asked) ? grants(({ state: _, ...rest }) => rest)(answer, asked) : answer,
  }),
  equivalent(
    'shows-no-streams',
    'No answer names streams or peer tokens: whoever asked for streams knows their names.',
    {
      answer: grants(({ streams: _, join: __, ...rest }) => rest),
    },
  ),
  equivalent('describes-its-streams', 'streams is a list of objects with a name.', {
    answer: grants((body) =>
      Array.isArray(body['streams']) && isStrings(body['streams'])
        ? { ...body, streams: body['streams'].map((name) => ({ name, peers: 0 })) }
        : body,
    ),
  }),
];

const isStrings = (list: readonly unknown[]): boolean => list.every((one) => typeof one === 'string');

const creations: readonly PunchEquivalent[] = [
  equivalent(
    'takes-the-name-as-session',
    'A creation has the name in session, and is rejected with one in name.',
    {
      body: (text) => text.replace(/"name":/, '"not-name":').replace(/"session":/, '"name":'),
    },
  ),
  equivalent('wants-streams', 'A creation that names no streams is answered 400.', {
    body: (text) => (text.includes('"streams":') ? text : renamed(text, 'name', 'lacks-streams')),
  }),
  equivalent('takes-no-streams', 'A creation that names streams is answered 400; each session has one.', {
    body: (text) => (text.includes('"streams":') ? renamed(text, 'name', 'names-streams') : text),
  }),
  equivalent('grants-a-minute-at-least', 'A TTL below 60 seconds is answered 400.', {
    rules: {
      grantTtl: (asked, fallback, most) =>
        Number(asked) < 60 ? undefined : literal.grantTtl(asked, fallback, most),
    },
  }),
  equivalent('has-no-connect', 'There is no HEAD, and no /connect: it is answered 404 without a token too.', {
    answer: (answer, { method, path }) => {
      if (path.endsWith('/connect'))
        return { ...errorAnswer(404, 'SESSION_NOT_FOUND', 'no'), headers: answer.headers };
      return method === 'HEAD' ? { ...answer, status: 405 } : answer;
    },
  }),
];

/** What a proxy says by itself. */
const html = (status: number): Answer => ({
  status,
  headers: { 'Content-Type': 'text/html', Server: 'front' },
  body: `<html><h1>${status}</h1></html>`,
});

const behindProxies: readonly PunchEquivalent[] = [
  equivalent(
    'has-a-proxy-that-answers',
    'A proxy answers broken bodies, unknown paths and too many creations by itself, with HTML and without a version.',
    {
      answer: (answer, asked) => {
        const unknown = answer.status === 404 && !/^\/(api|s)\//.test(asked.path);
        const broken = answer.status === 400 && (asked.upgrade || isCreation(asked));
        return unknown || broken || answer.status === 429 ? html(answer.status) : answer;
      },
    },
  ),
  equivalent('has-a-proxy-that-loses-it', 'A proxy answers every seventh GET 502 by itself.', {
    answer: everySeventhGet(html(502)),
  }),
  equivalent('has-a-proxy-that-limits', 'A proxy answers every seventh GET 429 by itself.', {
    answer: everySeventhGet({ ...html(429), headers: { 'Content-Type': 'text/html', 'Retry-After': '0' } }),
  }),
];

const OWN_CODES = ['unauthorized', 'name_taken', 'invalid', 'not_found', 'too_many', 'broken'];

/** The description of a broker that nests the members of a creation, calls them otherwise and has codes of its own. */
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

/** The body of a creation as the reference reads it; without a name where it is not as that description has it. */
function creationBelow(text: string): string {
  if (refusalOf(() => parseJson(text))) return text;
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

const described: readonly PunchEquivalent[] = [
  {
    id: 'has-an-openapi-of-its-own',
    what: 'Creations are laid out and errors are coded as in an OpenAPI description of its own, which has no HEAD and no /connect.',
    openapi: ownOpenapi,
    faults: {
      body: creationBelow,
      answer: (answer, { method, path }) => {
        if (path.endsWith('/connect')) return { ...answer, status: 404 };
        if (method === 'HEAD') return { ...answer, status: 405 };
        const code = CODES[answer.status];
        return code === undefined ? answer : withBody(answer, (body) => ({ ...body, error: code }));
      },
    },
  },
];

export const equivalents: readonly PunchEquivalent[] = [
  ...messages,
  ...bodies,
  ...creations,
  ...behindProxies,
  ...described,
];

/** Instead of the answer of the broker. */
function everySeventhGet(instead: Answer) {
  let gets = 0;
  return (answer: Answer, { method, upgrade }: Asked): Answer =>
    method === 'GET' && !upgrade && ++gets % 7 === 0 ? instead : answer;
}
