import { utf8 } from '../../bytes/text.js';
import { FRAME_TYPES as T } from '../../openhost/frame.js';
import type { Header } from '../../openhost/peers/daemon/seams.js';
import { forgives, heard, mutant, reworded, sent } from './mutant.js';

/** Lets headers of the client through. */
const keeps = (name: string, breaks: readonly string[], wanted: RegExp) =>
  mutant(`keeps-${name}`, breaks, {
    headers: (kept, all) => [...kept, ...all.filter(([header]) => wanted.test(header))],
  });
/** Reads a malformed head as if it were another. */
const mends = (name: string, mend: (head: string) => string) =>
  mutant(`mends-${name}`, ['OPENHOST-4-14'], heard(T.REQUEST_HEAD, reworded(mend)));
/** Tells another head than the service did. */
const answers = (name: string, breaks: readonly string[], change: (head: string) => string) =>
  mutant(
    `answers-${name}`,
    breaks,
    sent(T.RESPONSE_HEAD, (frame) => [reworded(change)(frame)]),
  );

/** Wrong in requests and responses. */
export const http = [
  forgives('order', ['OPENHOST-4.1-6', 'OPENHOST-4-15'], /REQUEST_HEAD|before upgrade/),
  forgives('responses', ['OPENHOST-4.1-6', 'OPENHOST-4-15', 'OPENHOST-4-19'], /unexpected frame type/),
  forgives('large-bodies', ['OPENHOST-4.1-6'], /too large/),
  mutant('response-id-0', ['OPENHOST-4-5'], {
    outgoing: (frame) => [frame.type <= T.RESPONSE_END ? { ...frame, requestId: 0 } : frame],
  }),
  mutant(
    'no-response-end',
    ['OPENHOST-4-15'],
    sent(T.RESPONSE_END, () => []),
  ),
  mutant(
    'end-twice',
    ['OPENHOST-4-15', 'OPENHOST-4-4'],
    sent(T.RESPONSE_END, (frame) => [{ ...frame, type: T.RESPONSE_HEAD }, frame]),
  ),
  mutant(
    'head-without-blank-line',
    ['OPENHOST-4-14'],
    sent(T.RESPONSE_HEAD, (frame) => [{ ...frame, payload: frame.payload.subarray(0, -2) }]),
  ),
  mutant('drops-last-chunk', ['OPENHOST-4-15'], {
    outgoing: (frame) =>
      frame.type === T.RESPONSE_BODY ? [{ ...frame, payload: frame.payload.subarray(0, -1) }] : [frame],
  }),
  mutant(
    'drops-request-bodies',
    ['OPENHOST-4-15', 'OPENHOST-4-4'],
    heard(T.REQUEST_BODY, (frame) => ({ ...frame, payload: new Uint8Array(0) })),
  ),
  mutant('ids-mixed-up', ['OPENHOST-4-4', 'OPENHOST-4-5'], {
    incoming: (frame) => ({ ...frame, requestId: frame.type <= T.REQUEST_END ? 1 : frame.requestId }),
  }),
  keeps(
    'hop-by-hop',
    ['OPENHOST-4.1-1'],
    /^(connection|keep-alive|proxy-auth|te$|transfer-encoding|upgrade)/i,
  ),
  // node announces trailers of chunked bodies only.
  mutant('keeps-trailer', ['OPENHOST-4.1-1'], {
    headers: (kept, all) => [
      ...kept,
      ...all.filter(([name]) => /^trailer$/i.test(name)),
      ['Transfer-Encoding', 'chunked'],
    ],
  }),
  mutant('drops-unknown-headers', ['OPENHOST-4-14'], {
    headers: (kept) => kept.filter(([name]) => !/^x-/i.test(name)),
  }),
  keeps('named-by-connection', ['OPENHOST-4.1-7'], /^x-named$/i),
  keeps('provenance', ['OPENHOST-4.1-2', 'OPENHOST-4.1-3'], /^(x-forwarded-|forwarded|x-real-ip)/i),
  mutant('host-of-the-client', ['OPENHOST-4.1-5'], {
    headers: (kept, all) =>
      kept.map(
        (header): Header =>
          header[0] === 'Host' ? (all.find(([name]) => name === 'Host') ?? header) : header,
      ),
  }),
  mends('heads-without-blank-line', (head) => (head.endsWith('\r\n\r\n') ? head : `${head}\r\n`)),
  mends('versions', (head) => head.replace(/HTTP\/\d\.\d/, 'HTTP/1.1')),
  mends('lines-without-colon', (head) => head.replace(/\r\n[^:\r\n]+(?=\r\n)/g, '')),
  mends('empty-heads', (head) => head || 'GET / HTTP/1.1\r\n\r\n'),
  mends('line-breaks', (head) => head.replace(/\r?\n/g, '\r\n')),
  mutant(
    'drops-queries',
    ['OPENHOST-4-14', 'OPENHOST-4.2-7'],
    heard(
      T.REQUEST_HEAD,
      reworded((head) => head.replace(/\?\S*/, '')),
    ),
  ),
  answers(
    'always-200',
    ['OPENHOST-4-15', 'OPENHOST-4.2-2', 'OPENHOST-4.2-4', 'OPENHOST-4.2-5', 'OPENHOST-4.2-8'],
    (head) => head.replace(/ \d{3} /, ' 200 '),
  ),
  answers('without-headers', ['OPENHOST-4-14', 'OPENHOST-4.2-8'], (head) =>
    head.replace(/\r\n.*/s, '\r\n\r\n'),
  ),
  answers('with-a-coding', ['OPENHOST-4-15'], (head) =>
    head.replace('\r\n', '\r\nTransfer-Encoding: chunked\r\n'),
  ),
  mutant(
    'adds-to-bodies',
    ['OPENHOST-4-15'],
    sent(T.RESPONSE_END, (frame) => [{ ...frame, type: T.RESPONSE_BODY, payload: utf8('.') }, frame]),
  ),
  mutant('hurries-the-service', ['OPENHOST-4-15'], { serviceMs: 400 }),
];
