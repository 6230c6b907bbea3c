/** Brokers with another form of the same answers, within the freedom of JSON, HTTP and WebSocket. */
import { randomBytes } from 'node:crypto';
import type { BrokerAnswer } from '../../punch/peers/broker/answers.js';
import type { PunchEquivalent } from './equivalent.js';
import { answering, type Change, type Message, ruling, withBody } from './mutant.js';

const equivalent = (id: string, what: string, change: Change): PunchEquivalent => ({ id, what, change });

const isJson = ({ body, headers }: BrokerAnswer): boolean =>
  body !== '' && Object.values(headers).some((value) => value.startsWith('application/json'));

const rewritten = (write: (body: Message) => string): Change =>
  answering((answer) => (isJson(answer) ? { ...answer, body: write(JSON.parse(answer.body)) } : answer));

const withHeaders = (headers: BrokerAnswer['headers']): Change =>
  answering((answer) => ({ ...answer, headers: { ...answer.headers, ...headers } }));

const turned = (message: object): object => Object.fromEntries(Object.entries(message).reverse());

const writing = (write: (message: object) => string): Change =>
  ruling(() => ({ texts: (message) => [write(message)] }));

const json: readonly PunchEquivalent[] = [
  equivalent(
    'prints-bodies-prettily',
    'The bodies of answers have line breaks and blanks.',
    rewritten((body) => `${JSON.stringify(body, null, 2)}\n`),
  ),
  equivalent(
    'turns-bodies-round',
    'The members of bodies stand in another order.',
    rewritten((body) => JSON.stringify(turned(body))),
  ),
  equivalent(
    'says-more-in-bodies',
    'Bodies have members more than the RFC names.',
    rewritten((body) => JSON.stringify({ ...body, requestId: 'r-1', meta: { region: 'eu' } })),
  ),
  equivalent(
    'escapes-its-text',
    'Bodies have every slash escaped.',
    rewritten((body) => JSON.stringify(body).replaceAll('/', '\\/')),
  ),
  equivalent(
    'prints-messages-prettily',
    'Messages have line breaks and blanks.',
    writing((message) => JSON.stringify(message, null, 2)),
  ),
  equivalent(
    'turns-messages-round',
    'The members of messages stand in another order.',
    writing((message) => JSON.stringify(turned(message))),
  ),
  equivalent(
    'explains-at-length',
    'The texts of errors are long, and in another language.',
    answering((answer) =>
      answer.status >= 400 && isJson(answer)
        ? withBody(answer, (body) => ({
            ...body,
            message: `Das geht so nicht. ${'Bitte nachsehen. '.repeat(20)}`,
          }))
        : answer,
    ),
  ),
];

const http: readonly PunchEquivalent[] = [
  equivalent(
    'sets-cookies',
    'A front end sets a cookie in every answer.',
    withHeaders({ 'Set-Cookie': 'lb=3; Path=/; HttpOnly; SameSite=Lax' }),
  ),
  equivalent(
    'adds-headers',
    'Every answer has headers of a front end.',
    withHeaders({
      Server: 'front/1.0',
      Via: '1.1 front',
      'X-Request-Id': 'abc-123',
      'X-Frame-Options': 'DENY',
    }),
  ),
  equivalent(
    'hints-at-https',
    'Every answer has Strict-Transport-Security and Alt-Svc.',
    withHeaders({ 'Strict-Transport-Security': 'max-age=31536000', 'Alt-Svc': 'h3=":443"; ma=86400' }),
  ),
  equivalent(
    'names-no-charset',
    'JSON has no charset in its media type.',
    answering((answer) =>
      isJson(answer)
        ? { ...answer, headers: { ...answer.headers, 'Content-Type': 'application/json' } }
        : answer,
    ),
  ),
  equivalent(
    'writes-headers-in-lower-case',
    'The names of headers are in lower case.',
    answering((answer) => ({
      ...answer,
      headers: Object.fromEntries(
        Object.entries(answer.headers).map(([name, value]) => [name.toLowerCase(), value]),
      ),
    })),
  ),
  equivalent(
    'closes-each-connection',
    'Each answer closes its connection, as HTTP/1.0 does.',
    answering((answer, { upgrade }) =>
      upgrade ? answer : { ...answer, headers: { ...answer.headers, Connection: 'close' } },
    ),
  ),
];

const webSockets: readonly PunchEquivalent[] = [
  equivalent(
    'compresses-nothing',
    'permessage-deflate is declined.',
    ruling(() => ({ compression: false })),
  ),
  equivalent(
    'keeps-its-own-context',
    'permessage-deflate keeps the context of the broker.',
    ruling(() => ({ compression: { serverNoContextTakeover: false, clientNoContextTakeover: true } })),
  ),
  equivalent(
    'keeps-the-context-of-clients',
    'permessage-deflate keeps the context of clients.',
    ruling(() => ({ compression: { serverNoContextTakeover: true, clientNoContextTakeover: false } })),
  ),
  equivalent(
    'makes-hex-passphrases',
    'A passphrase is 64 hex digits.',
    ruling(() => ({ passphrase: () => randomBytes(32).toString('hex') })),
  ),
  equivalent(
    'makes-long-passphrases',
    'A passphrase has 79 characters, the most that SRT takes.',
    ruling(() => ({ passphrase: () => randomBytes(60).toString('base64url').slice(0, 79) })),
  ),
];

export const formEquivalents: readonly PunchEquivalent[] = [...json, ...http, ...webSockets];
