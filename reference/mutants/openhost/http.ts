/** Sections 4 and 4.1: daemons with wrong requests or responses. */
import { fromUtf8, utf8 } from '../../bytes/text.js';
import { type Frame, FRAME_TYPES as T } from '../../openhost/frame.js';
import type { Header } from '../../openhost/peers/daemon/http_head.js';
import { goesOn } from './channels.js';
import { heard, sent, taken, written } from './frame_changes.js';
import { type DaemonMutant, mutant } from './mutant.js';

/** Rewrites the head of a request or a response. */
const reworded =
  (change: (head: string) => string) =>
  (frame: Frame): Frame => ({ ...frame, payload: utf8(change(fromUtf8(frame.payload))) });

/** Sends other headers to the service. `all` are those of the client. */
const headers = (
  id: string,
  clause: readonly string[],
  what: string,
  change: (kept: readonly Header[], all: readonly Header[]) => readonly Header[],
) =>
  mutant(id, clause, what, ({ requestHeaders }) => ({
    requestHeaders: (request, outgoing) => change(requestHeaders(request, outgoing), request.head.headers),
  }));
/** Passes on headers of the client that a right daemon drops. */
const keeps = (id: string, clause: readonly string[], what: string, wanted: RegExp) =>
  headers(id, clause, what, (kept, all) => [...kept, ...all.filter(([header]) => wanted.test(header))]);
/** Repairs a malformed request head before reading it. */
const mends = (id: string, what: string, mend: (head: string) => string) =>
  mutant(id, ['4-14'], what, heard(T.REQUEST_HEAD, reworded(mend)));
/** Changes the response head of the service. */
const answers = (id: string, clause: readonly string[], what: string, change: (head: string) => string) =>
  mutant(
    id,
    clause,
    what,
    sent(T.RESPONSE_HEAD, (frame) => [reworded(change)(frame)]),
  );

const order = [
  goesOn(
    'forgives-order',
    ['4.1-6', '4-15'],
    'Ignores frames of a request that come out of order.',
    'second-head',
    'body-without-head',
    'end-without-head',
    'frame-before-upgrade',
  ),
  goesOn(
    'forgives-responses',
    ['4.1-6', '4-15', '4-19'],
    'Ignores frames that only a daemon may send.',
    'unexpected-frame',
  ),
  goesOn(
    'forgives-large-bodies',
    ['4.1-6'],
    'Keeps the channel open after a request body above the limit.',
    'body-too-large',
  ),
  mutant(
    'drops-request-bodies',
    ['4-15', '4-4'],
    'Forwards requests without their bodies.',
    heard(T.REQUEST_BODY, (frame) => ({ ...frame, payload: new Uint8Array(0) })),
  ),
  mutant(
    'ids-mixed-up',
    ['4-4', '4-5'],
    'Reads every request frame as one of request 1.',
    taken((frame) => ({ ...frame, requestId: frame.type <= T.REQUEST_END ? 1 : frame.requestId })),
  ),
];

const responses = [
  mutant(
    'response-id-0',
    ['4-5'],
    'Answers every request under request id 0.',
    written((frame) => [frame.type <= T.RESPONSE_END ? { ...frame, requestId: 0 } : frame]),
  ),
  mutant(
    'no-response-end',
    ['4-15'],
    'Sends no RESPONSE_END.',
    sent(T.RESPONSE_END, () => []),
  ),
  mutant(
    'end-twice',
    ['4-15', '4-4'],
    'Sends a second RESPONSE_HEAD before RESPONSE_END.',
    sent(T.RESPONSE_END, (frame) => [{ ...frame, type: T.RESPONSE_HEAD }, frame]),
  ),
  mutant(
    'head-without-blank-line',
    ['4-14'],
    'Sends a RESPONSE_HEAD without its blank line.',
    sent(T.RESPONSE_HEAD, (frame) => [{ ...frame, payload: frame.payload.subarray(0, -2) }]),
  ),
  mutant(
    'drops-last-chunk',
    ['4-15'],
    'Drops the last byte of each RESPONSE_BODY.',
    sent(T.RESPONSE_BODY, (frame) => [{ ...frame, payload: frame.payload.subarray(0, -1) }]),
  ),
  answers(
    'answers-always-200',
    ['4-15', '4.2-2', '4.2-4', '4.2-5', '4.2-8'],
    'Answers every request with status 200.',
    (head) => head.replace(/ \d{3} /, ' 200 '),
  ),
  answers('answers-without-headers', ['4-14', '4.2-8'], 'Drops the headers of responses.', (head) =>
    head.replace(/\r\n.*/s, '\r\n\r\n'),
  ),
  answers('answers-with-one-cookie', ['4-14'], 'Keeps only the last Set-Cookie of a response.', (head) =>
    head.replace(/set-cookie: [^\r\n]*\r\n(?=.*set-cookie: )/gis, ''),
  ),
  answers('accepts-without-upgrade', ['4.2-8'], 'Drops Upgrade and Connection from the 101.', (head) =>
    head.replace(/^(upgrade|connection): .*\r\n/gim, ''),
  ),
  answers('answers-with-a-coding', ['4-15'], 'Adds Transfer-Encoding to responses.', (head) =>
    head.replace('\r\n', '\r\nTransfer-Encoding: chunked\r\n'),
  ),
  mutant(
    'adds-to-bodies',
    ['4-15'],
    'Adds a byte to each response body.',
    sent(T.RESPONSE_END, (frame) => [{ ...frame, type: T.RESPONSE_BODY, payload: utf8('.') }, frame]),
  ),
  mutant('hurries-the-service', ['4-15'], 'Gives the service 400 ms for its response.', () => ({
    serviceMs: 400,
  })),
];

const requestHeaders = [
  keeps(
    'keeps-hop-by-hop',
    ['4.1-1'],
    'Forwards hop-by-hop headers.',
    /^(connection|keep-alive|proxy-auth|te$|transfer-encoding|upgrade)/i,
  ),
  // Node announces trailers of chunked bodies only.
  headers('keeps-trailer', ['4.1-1'], 'Forwards the Trailer header.', (kept, all) => [
    ...kept,
    ...all.filter(([name]) => /^trailer$/i.test(name)),
    ['Transfer-Encoding', 'chunked'],
  ]),
  headers('drops-unknown-headers', ['4-14'], 'Drops headers whose name begins with X-.', (kept) =>
    kept.filter(([name]) => !/^x-/i.test(name)),
  ),
  keeps('keeps-named-by-connection', ['4.1-7'], 'Forwards a header that Connection names.', /^x-named$/i),
  keeps(
    'keeps-provenance',
    ['4.1-2', '4.1-3'],
    'Forwards the X-Forwarded headers of the client.',
    /^(x-forwarded-|forwarded|x-real-ip)/i,
  ),
  headers(
    'host-in-provenance',
    ['4.1-2', '4.1-3'],
    'Tells the service the Host of the client in X-Forwarded-Host.',
    (kept, all) => [
      ...kept,
      ...all.filter(([name]) => name === 'Host').map(([, value]): Header => ['X-Forwarded-Host', value]),
    ],
  ),
  headers('host-of-the-client', ['4.1-5'], 'Forwards the Host header of the client.', (kept, all) =>
    kept.map(
      (header): Header => (header[0] === 'Host' ? (all.find(([name]) => name === 'Host') ?? header) : header),
    ),
  ),
];

const requestHeads = [
  mends('mends-heads-without-blank-line', 'Accepts a request head without its blank line.', (head) =>
    head.endsWith('\r\n\r\n') ? head : `${head}\r\n`,
  ),
  mends('mends-versions', 'Accepts a request of any HTTP version.', (head) =>
    head.replace(/HTTP\/\d\.\d/, 'HTTP/1.1'),
  ),
  mends('mends-lines-without-colon', 'Ignores header lines without a colon.', (head) =>
    head.replace(/\r\n[^:\r\n]+(?=\r\n)/g, ''),
  ),
  mends(
    'mends-empty-heads',
    'Reads an empty request head as GET /.',
    (head) => head || 'GET / HTTP/1.1\r\n\r\n',
  ),
  mends('mends-line-breaks', 'Accepts a bare LF as the end of a line.', (head) =>
    head.replace(/\r?\n/g, '\r\n'),
  ),
  mutant(
    'drops-queries',
    ['4-14', '4.2-7'],
    'Drops the query of a request target.',
    heard(
      T.REQUEST_HEAD,
      reworded((head) => head.replace(/\?\S*/, '')),
    ),
  ),
];

export const http: readonly DaemonMutant[] = [...order, ...responses, ...requestHeaders, ...requestHeads];
