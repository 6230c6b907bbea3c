import { describe, expect, it } from 'vitest';
import { utf8 } from '../../../bytes/text.js';
import type { Header } from './http_head.js';
import {
  forwarded,
  headerOf,
  isUpgrade,
  paired,
  readRequestHead,
  readResponseHead,
  requestHead,
  responseHead,
  returned,
  serviceHeaders,
} from './http_head.js';

const request = (text: string) => readRequestHead(utf8(text));
const response = (line: string) => readResponseHead(utf8(`${line}\r\n\r\n`));
const faulty = (code: string) => expect.objectContaining({ code });
const names = (headers: readonly Header[]) => headers.map(([name]) => name);

describe('a request head', () => {
  it('has a method, a target, and headers in their order', () => {
    expect(request('PATCH /a?b=/c%20 HTTP/1.1\r\nA: 1\r\na:\t 2: b \t\r\nEmpty:\r\nX: ü\r\n\r\n')).toEqual({
      method: 'PATCH',
      target: '/a?b=/c%20',
      headers: [
        ['A', '1'],
        ['a', '2: b'],
        ['Empty', ''],
        ['X', 'ü'],
      ],
    });
    expect(request('OPTIONS * HTTP/1.1\r\n\r\n')).toEqual({ method: 'OPTIONS', target: '*', headers: [] });
  });

  it.each([
    ['http://elsewhere.example/a/b?c#d', '/a/b?c'],
    ['HTTPS://elsewhere.example:1', '/'],
    ['http://user:word@elsewhere.example/../a', '/a'],
    ['//elsewhere.example/a', '//elsewhere.example/a'],
  ])('has the target of %s without its authority', (written, target) => {
    expect(request(`GET ${written} HTTP/1.1\r\n\r\n`).target).toBe(target);
  });

  it.each([
    ['no bytes', '', 'http/no-blank-line'],
    ['no blank line', 'GET / HTTP/1.1\r\n', 'http/no-blank-line'],
    ['a blank line of a bare LF', 'GET / HTTP/1.1\r\n\n', 'http/no-blank-line'],
    ['a body behind the head', 'POST / HTTP/1.1\r\n\r\nbody', 'http/no-blank-line'],
    ['no request line', '\r\n\r\n', 'http/request-line'],
    ['another version', 'GET / HTTP/1.0\r\n\r\n', 'http/request-line'],
    ['no version', 'GET /\r\n\r\n', 'http/request-line'],
    ['two spaces', 'GET  / HTTP/1.1\r\n\r\n', 'http/request-line'],
    ['a tab for a space', 'GET\t/ HTTP/1.1\r\n\r\n', 'http/request-line'],
    ['a method that is no token', 'G(T / HTTP/1.1\r\n\r\n', 'http/request-line'],
    ['a target beyond ASCII', 'GET /ü HTTP/1.1\r\n\r\n', 'http/request-line'],
    ['a target with a control character', 'GET /\x7f HTTP/1.1\r\n\r\n', 'http/request-line'],
    ['a bare LF after the request line', 'GET / HTTP/1.1\nA: 1\r\n\r\n', 'http/request-line'],
    ['a target without a slash', 'GET a HTTP/1.1\r\n\r\n', 'http/target'],
    ['the authority of CONNECT', 'CONNECT elsewhere.example:443 HTTP/1.1\r\n\r\n', 'http/target'],
    ['a target of another scheme', 'GET ftp://elsewhere.example/ HTTP/1.1\r\n\r\n', 'http/target'],
    ['an absolute target that is no URL', 'GET http://[ HTTP/1.1\r\n\r\n', 'http/target'],
    ['a second request', 'GET / HTTP/1.1\r\n\r\nGET /b HTTP/1.1\r\n\r\n', 'http/header'],
    ...['no colon', ': 1', 'A : 1', ' folded: 1', 'A B: 1', 'Ü: 1', 'A: b\nC: d', 'A: b\rC: d', 'A: \0'].map(
      (line) => [`the header ${JSON.stringify(line)}`, `GET / HTTP/1.1\r\n${line}\r\n\r\n`, 'http/header'],
    ),
  ])('is rejected with %s', (_what, text, code) => {
    expect(() => request(text)).toThrow(faulty(code));
  });

  it('is rejected when it is not UTF-8', () => {
    const bytes = utf8('GET / HTTP/1.1\r\nA: x\r\n\r\n').with(19, 0xff);
    expect(() => readRequestHead(bytes)).toThrow(faulty('utf8/invalid'));
  });

  it('is read as it was written', () => {
    const headers: Header[] = [
      ['Host', 'a'],
      ['X', ''],
    ];
    expect(readRequestHead(requestHead('GET', '/a', headers))).toEqual({
      method: 'GET',
      target: '/a',
      headers,
    });
  });
});

describe('a response head', () => {
  it.each([
    ['HTTP/1.1 200 OK', 200, 'OK'],
    ['HTTP/1.1 100 ', 100, ''],
    ['HTTP/1.1 599', 599, ''],
    ['HTTP/1.1 404 Nicht\tgefünden', 404, 'Nicht\tgefünden'],
  ])('has the status of %s', (line, status, reason) => {
    expect(response(line)).toEqual({ status, reason, headers: [] });
  });

  it.each([
    '1.1 099 x',
    '1.1 600 x',
    '1.1 20',
    '1.1 2000',
    '1.1 200OK',
    '1.0 200 OK',
    '2 200',
    '1.1 200 a\x01',
    '1.1 200 a\nb',
  ])('is rejected with the line HTTP/%j', (rest) => {
    expect(() => response(`HTTP/${rest}`)).toThrow(faulty('http/status-line'));
  });

  it('is read as it was written', () => {
    const head = { status: 302, reason: 'Found', headers: [['Location', '/a: b']] as const };
    expect(readResponseHead(responseHead(302, 'Found', head.headers))).toEqual(head);
    expect(() => readResponseHead(utf8('HTTP/1.1 200 OK\r\nbroken\r\n\r\n'))).toThrow(faulty('http/header'));
  });
});

describe('headers between the client and the service', () => {
  const hopByHop = [
    'Connection',
    'Keep-Alive',
    'Proxy-Authenticate',
    'Proxy-Authorization',
    'TE',
    'Trailer',
    'Transfer-Encoding',
    'Upgrade',
  ];
  const headers = (...given: string[]): Header[] => given.map((name) => [name, 'x']);

  it.each(['spec', 'deployed'] as const)('lose those of one hop in the dialect %s', (dialect) => {
    expect(forwarded(headers(...hopByHop, 'Accept'), dialect)).toEqual(headers('Accept'));
    expect(returned(headers(...hopByHop, 'Host', 'Content-Length', 'Via'), dialect)).toEqual(
      headers('Host', 'Content-Length', 'Via'),
    );
  });

  it('lose those that any Connection header names, but not in the deployed dialect', () => {
    const named: Header[] = [
      ['CONNECTION', 'close,  X-Secret'],
      ...headers('x-secret', 'X-OTHER', 'X-Secrets'),
      ['connection', 'x-other'],
    ];
    expect(names(forwarded(named, 'spec'))).toEqual(['X-Secrets']);
    expect(names(returned(named))).toEqual(['X-Secrets']);
    expect(names(forwarded(named, 'deployed'))).toEqual(['x-secret', 'X-OTHER', 'X-Secrets']);
    expect(names(returned(named, 'deployed'))).toEqual(['x-secret', 'X-OTHER', 'X-Secrets']);
  });

  it('lose Host, Content-Length and what tells of other hops on the way to the service', () => {
    const both = ['Forwarded', 'X-Forwarded-For', 'x-forwarded-host', 'X-Forwarded-Proto', 'X-Real-IP'];
    const spec = [
      'Via',
      'X-Forwarded',
      'X-Forwarded-',
      'X-Forwarded-Anything',
      'X-Client-IP',
      'X-Cluster-Client-IP',
    ].concat(['True-Client-IP', 'CF-Connecting-IP', 'Proxy-Connection']);
    const kept = ['X-Forwardedly', 'X-Via', 'Vias', 'Hosts', 'Cookie'];
    const all = headers('HOST', 'content-length', ...both, ...spec, ...kept);
    expect(names(forwarded(all, 'spec'))).toEqual(kept);
    expect(names(forwarded(all, 'deployed'))).toEqual([...spec, ...kept]);
  });
});

describe('the headers for the service', () => {
  const to = { host: 'localhost:8080', dialect: 'spec' } as const;
  const asked = (method: string, headers: readonly Header[] = [], length = 0) =>
    serviceHeaders({ head: { method, target: '/', headers }, body: new Uint8Array(length) }, to);

  it('name the service, and close the connection', () => {
    expect(
      asked('GET', [
        ['Host', 'elsewhere.example'],
        ['Connection', 'keep-alive'],
        ['A', '1'],
      ]),
    ).toEqual([
      ['Host', 'localhost:8080'],
      ['A', '1'],
      ['Connection', 'close'],
    ]);
  });

  it.each([
    ['GET', 0, undefined],
    ['DELETE', 0, undefined],
    ['GET', 3, '3'],
    ['POST', 0, '0'],
    ['PUT', 0, '0'],
    ['PATCH', 12, '12'],
  ])('give the length of a %s with %i bytes as it is', (method, length, stated) => {
    const headers = asked(
      method,
      [
        ['Content-Length', '99'],
        ['Transfer-Encoding', 'chunked'],
      ],
      length,
    );
    expect(headers.filter(([name]) => /length|transfer/i.test(name))).toEqual(
      stated === undefined ? [] : [['Content-Length', stated]],
    );
  });

  it.each([
    ['websocket', true],
    ['WebSocket', true],
    ['h2c', false],
    ['websocket, h2c', false],
  ])('ask for an upgrade to %s: %s', (protocol, upgrades) => {
    const headers: Header[] = [
      ['uPGRADE', protocol],
      ['Connection', 'Upgrade'],
    ];
    expect(isUpgrade(headers)).toBe(upgrades);
    expect(asked('GET', headers).slice(1)).toEqual(
      upgrades
        ? [
            ['Connection', 'Upgrade'],
            ['Upgrade', 'websocket'],
          ]
        : [['Connection', 'close']],
    );
  });
});

it('finds the first header of a name', () => {
  const headers: Header[] = [
    ['A', '1'],
    ['a', '2'],
  ];
  expect([headerOf(headers, 'a'), headerOf(headers, 'b')]).toEqual(['1', undefined]);
  expect(isUpgrade(headers)).toBe(false);
});

it('pairs names and values, and drops a name without a value', () => {
  expect(paired(['a', '1', 'A', '', 'b'])).toEqual([
    ['a', '1'],
    ['A', ''],
  ]);
  expect(paired([])).toEqual([]);
});
