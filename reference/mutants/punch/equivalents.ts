import { DecodeError } from '../../bytes/error.js';
import { type AnsweredRequest, type BrokerAnswer, errorAnswer } from '../../punch/peers/broker/answers.js';
import { registeringAgain } from './6_2_registrations.js';
import type { PunchEquivalent } from './equivalent.js';
import { formEquivalents } from './form_equivalents.js';
import {
  all,
  answering,
  type Change,
  isCreation,
  type Message,
  reading,
  readingBody,
  ruling,
  withBody,
} from './mutant.js';
import { ownDescription } from './own_openapi.js';
import { proxyAnswer } from './proxy.js';

const equivalent = (id: string, what: string, change: Change): PunchEquivalent => ({ id, what, change });

/** Changes the bodies of successful answers below /api/session. */
const grants =
  (change: (body: Message) => unknown) =>
  (answer: BrokerAnswer, { path }: AnsweredRequest): BrokerAnswer =>
    answer.status < 300 && path.startsWith('/api/session') && answer.body !== ''
      ? withBody(answer, change)
      : answer;

const renamed = (text: string, from: string, to: string): string => text.replace(`"${from}":`, `"${to}":`);
const isOf = (text: string, type: string): boolean => text.includes(`"type":"${type}"`);

/** The register messages that lack an address. */
export const wantsAddress = (text: string): string =>
  isOf(text, 'register') && !text.includes('"ip":') ? renamed(text, 'type', 'lacks-an-address') : text;

function registeredBefore(): never {
  throw new DecodeError('message/registered-before');
}

const messages: readonly PunchEquivalent[] = [
  equivalent('wants-an-address', 'A register message without ip is rejected.', reading(wantsAddress)),
  equivalent(
    'takes-type-and-port-alone',
    'A register message with any other member is rejected, and closed for it.',
    all(
      reading((text) => renamed(renamed(text, 'ip', 'not-ip'), 'localPort', 'not-local-port')),
      ruling(() => ({ closesAfter: ({ type }) => (type === 'error' ? 1000 : undefined) })),
    ),
  ),
  equivalent(
    'spells-messages-otherwise',
    'There is no localPort and no punch.ping, and status has SrtState in state.',
    reading((text) =>
      isOf(text, 'status')
        ? renamed(renamed(text, 'srt', 'not-srt'), 'state', 'srt')
        : renamed(text, 'localPort', 'not-local-port').replace('punch.ping', 'no'),
    ),
  ),
  equivalent(
    'reads-a-lone-status',
    'SrtState is read in status alone; a message with more is ignored without an error.',
    reading((text) => {
      if (!isOf(text, 'status')) return text;
      const { type, status, ...rest } = JSON.parse(text);
      const isRead = ['connecting', 'connected'].includes(status) && Object.keys(rest).length === 0;
      return JSON.stringify(isRead ? { type, srt: status } : { type: 'tally', state: 'off' });
    }),
  ),
  equivalent(
    'rejects-a-second-register-message',
    'A register message of a peer that has registered before is rejected.',
    registeringAgain(registeredBefore),
  ),
  equivalent(
    'closes-at-a-second-register-message',
    'A peer that registers a second time is told so and closed.',
    all(
      registeringAgain(registeredBefore),
      ruling(() => ({ closesAfter: ({ type }) => (type === 'error' ? 1000 : undefined) })),
    ),
  ),
  equivalent(
    'tells-the-address-of-the-connection',
    'The address in a peer message is that of its WebSocket.',
    reading((text) => text.replace(/"ip":"[^"]*"/, '"ip":"127.0.0.9"')),
  ),
];

const bodies: readonly PunchEquivalent[] = [
  equivalent(
    'nests-its-bodies',
    'Everything that an answer says of a session stands below data.',
    answering(grants((data) => ({ data }))),
  ),
  equivalent(
    'shows-the-ttl-by-expires-at',
    'The 201 has expiresAt and no ttl.',
    answering(grants(({ ttl: _, ...rest }) => rest)),
  ),
  equivalent(
    'shows-the-ttl-that-is-left',
    'ttl in an answer is what is left of it, one second less than asked for.',
    answering(grants((body) => ('ttl' in body ? { ...body, ttl: Number(body['ttl']) - 1 } : body))),
  ),
  equivalent(
    'calls-the-state-status',
    'The state of a session is in the member status.',
    answering(grants(({ state, ...rest }) => ({ ...rest, status: state }))),
  ),
  equivalent(
    'creates-without-a-state',
    'The 201 has no state; GET has it.',
    answering((answer, asked) =>
      isCreation(asked) ? grants(({ state: _, ...rest }) => rest)(answer, asked) : answer,
    ),
  ),
  equivalent(
    'tells-the-state-in-messages-alone',
    'No answer has a state; session messages have it.',
    answering(grants(({ state: _, ...rest }) => rest)),
  ),
  equivalent(
    'shows-no-streams',
    'No answer names streams or peer tokens: the client that asked for streams knows their names.',
    answering(grants(({ streams: _, join: __, ...rest }) => rest)),
  ),
  equivalent(
    'mints-tokens-for-a-year',
    'Tokens that are handed out expire a year after the session.',
    ruling(({ mint }) => ({
      mint: (claims, secret) => mint({ ...claims, exp: claims.exp + 31_536_000 }, secret),
    })),
  ),
  equivalent(
    'describes-its-streams',
    'streams is a list of objects with a name.',
    answering(
      grants((body) =>
        Array.isArray(body['streams']) && isStrings(body['streams'])
          ? { ...body, streams: body['streams'].map((name) => ({ name, peers: 0 })) }
          : body,
      ),
    ),
  ),
];

const isStrings = (list: readonly unknown[]): boolean => list.every((one) => typeof one === 'string');

const creations: readonly PunchEquivalent[] = [
  equivalent(
    'takes-the-name-as-session',
    'A creation has the name in session, and is rejected with one in name.',
    readingBody((text) => text.replace(/"name":/, '"not-name":').replace(/"session":/, '"name":')),
  ),
  equivalent(
    'wants-streams',
    'A creation that names no streams is answered 400.',
    readingBody((text) => (text.includes('"streams":') ? text : renamed(text, 'name', 'lacks-streams'))),
  ),
  equivalent(
    'takes-no-streams',
    'A creation that names streams is answered 400; each session has one.',
    readingBody((text) => (text.includes('"streams":') ? renamed(text, 'name', 'names-streams') : text)),
  ),
  equivalent(
    'grants-a-minute-at-least',
    'A TTL below 60 seconds is answered 400.',
    ruling(({ grantTtl }) => ({
      grantTtl: (asked, fallback, most) => (Number(asked) < 60 ? undefined : grantTtl(asked, fallback, most)),
    })),
  ),
  equivalent(
    'cuts-long-ttls',
    'A TTL above the maximum is cut to it.',
    ruling(({ grantTtl }) => ({
      grantTtl: (asked, fallback, most) =>
        grantTtl(typeof asked === 'number' ? Math.min(asked, most) : asked, fallback, most),
    })),
  ),
  equivalent(
    'has-no-connect',
    'There is no HEAD, and no /connect: it is answered 404 without a token too.',
    answering((answer, { method, path }) => {
      if (path.endsWith('/connect'))
        return { ...errorAnswer(404, 'SESSION_NOT_FOUND', 'no'), headers: answer.headers };
      return method === 'HEAD' ? { ...answer, status: 405 } : answer;
    }),
  ),
];

const behindProxies: readonly PunchEquivalent[] = [
  equivalent(
    'has-a-proxy-that-answers',
    'A proxy answers broken bodies, unknown paths and too many creations by itself, with HTML and without a version.',
    answering((answer, asked) => {
      const unknown = answer.status === 404 && !/^\/(api|s)\//.test(asked.path);
      const broken = answer.status === 400 && (asked.upgrade || isCreation(asked));
      return unknown || broken || answer.status === 429 ? proxyAnswer(answer.status) : answer;
    }),
  ),
  equivalent(
    'has-a-proxy-that-loses-it',
    'A proxy answers every seventh GET 502 by itself.',
    everySeventhGet(proxyAnswer(502)),
  ),
  equivalent(
    'has-a-proxy-that-limits',
    'A proxy answers every seventh GET 429 by itself.',
    everySeventhGet(proxyAnswer(429, { 'Retry-After': '0' })),
  ),
];

export const equivalents: readonly PunchEquivalent[] = [
  ...messages,
  ...bodies,
  ...creations,
  ...behindProxies,
  ...formEquivalents,
  ownDescription,
];

/** Replaces every seventh answer to a GET. */
function everySeventhGet(instead: BrokerAnswer): Change {
  return (rules) => {
    let gets = 0;
    return answering((answer, { method, upgrade }) =>
      method === 'GET' && !upgrade && ++gets % 7 === 0 ? instead : answer,
    )(rules);
  };
}
