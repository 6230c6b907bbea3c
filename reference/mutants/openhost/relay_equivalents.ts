/** Relays with unusual answers: other headers, another framing, another pace, a proxy in front. */
import type { ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { RelayAnswer, SendAnswer } from '../../openhost/peers/relay/server.js';

/** A right daemon must pass every case with such a relay. */
export interface RelayEquivalent {
  readonly id: string;
  readonly what: string;
  /** Called once for each relay. */
  readonly send: () => SendAnswer;
}

const relay = (id: string, what: string, send: SendAnswer): RelayEquivalent => ({
  id,
  what,
  send: () => send,
});

/** The same answer with other headers. */
const headed =
  (change: (headers: RelayAnswer['headers']) => Record<string, string>): SendAnswer =>
  ({ status, headers, body }, _request, response) =>
    void response.writeHead(status, change(headers)).end(body);

const without = (headers: RelayAnswer['headers'], ...names: readonly string[]): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !names.includes(name)));

const LATER = 150;

/** Milliseconds between two requests that a proxy loses, so that a request which is repeated at once gets its answer. */
const LOSES = 300;

const PAGE = '<!doctype html><html><head><title>Error</title></head><body><h1>Sorry</h1></body></html>';
const page = (status: number, response: ServerResponse): void =>
  void response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', server: 'edge' }).end(PAGE);

const framings: readonly RelayEquivalent[] = [
  relay(
    'sends-chunks',
    'Sends a body in three chunks and names no length.',
    ({ status, headers, body }, _request, response) => {
      response.writeHead(status, without(headers, 'content-length'));
      if (body)
        for (const [from, to] of [
          [0, 1],
          [1, 80],
          [80, body.length],
        ])
          response.write(body.subarray(from, to));
      response.end();
    },
  ),
  relay(
    'ends-by-closing',
    'Ends a body by closing the connection, as HTTP/1.0 does.',
    ({ status, headers, body }, _request, response) => {
      response.useChunkedEncodingByDefault = false;
      response.shouldKeepAlive = false;
      response.writeHead(status, without(headers, 'content-length')).end(body);
    },
  ),
  relay(
    'hints-early',
    'Sends an informational response before each answer.',
    ({ status, headers, body }, _request, response) => {
      response.writeEarlyHints({ link: '</style.css>; rel=preload; as=style' }, () =>
        response.writeHead(status, headers).end(body),
      );
    },
  ),
  relay(
    'answers-later',
    `Answers each request ${LATER / 1000} s later.`,
    async ({ status, headers, body }, _request, response) => {
      await delay(LATER);
      response.writeHead(status, headers).end(body);
    },
  ),
];

const heads: readonly RelayEquivalent[] = [
  relay(
    'own-headers',
    'Sets a cookie and other headers of its own, and says nothing of the type of the body.',
    headed((headers) => ({
      ...without(headers, 'content-type'),
      'Set-Cookie': 'lb=7; Path=/; HttpOnly',
      Server: 'relay/0.9 (front)',
      Via: '1.1 front',
      ETag: '"17"',
      Vary: 'Origin, Accept-Encoding',
    })),
  ),
  relay(
    'loud-headers',
    'Spells the names of its headers in capitals.',
    headed((headers) =>
      Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toUpperCase(), value])),
    ),
  ),
  relay(
    'never-cached',
    'Lets nobody keep what it gives, and does not say when it is from.',
    headed((headers) => ({ ...without(headers, 'last-modified'), 'cache-control': 'no-store, max-age=0' })),
  ),
  relay(
    'cached-for-a-day',
    'Lets everybody keep what it gives for a day.',
    headed((headers) => ({ ...headers, 'cache-control': 'public, max-age=86400, immutable', age: '3' })),
  ),
];

const proxies: readonly RelayEquivalent[] = [
  relay(
    'shows-pages',
    'Shows a page for what it does not have, and answers 200 with a text where it has taken a packet.',
    ({ status, headers, body }, request, response) => {
      if (status === 404) page(404, response);
      else if (status === 204 && request.method === 'PUT') response.writeHead(200, headers).end('taken\n');
      else response.writeHead(status, headers).end(body);
    },
  ),
  relay(
    'has-a-proxy-that-answers',
    'A proxy answers 400 by itself where the relay rejects a packet, with a page.',
    ({ status, headers, body }, _request, response) => {
      if (status >= 400 && status !== 404) page(400, response);
      else response.writeHead(status, headers).end(body);
    },
  ),
  {
    id: 'has-a-proxy-that-loses-it',
    what: `A proxy answers a GET 502 by itself every ${LOSES / 1000} s.`,
    send() {
      let lost = 0;
      return ({ status, headers, body }, request, response) => {
        if (request.method !== 'GET' || performance.now() - lost < LOSES)
          response.writeHead(status, headers).end(body);
        else {
          lost = performance.now();
          page(502, response);
        }
      };
    },
  },
];

export const relayEquivalents: readonly RelayEquivalent[] = [...framings, ...heads, ...proxies];
