import { concat } from '../../reference/bytes/writer.js';
import { type Frame, frame, FRAME_TYPES as T } from '../../reference/openhost/frame.js';
import type { Context } from '../model.js';
import { expectEnd, isFrame, shown, shownFrames } from './heard.js';
import type { DaemonContext, ServiceRequest, Wire } from './port.js';

/** A valid request. */
export interface ClientRequest {
  readonly method?: string;
  readonly target: string;
  readonly host?: string;
  readonly headers?: readonly string[];
  readonly body?: Uint8Array;
  readonly id?: number;
}

export interface Got {
  readonly status: number;
  readonly head: string;
  readonly body: string;
  readonly length: number;
  readonly ids: readonly number[];
}

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (data: Uint8Array) => new TextDecoder().decode(data);

export const headOf = ({ method = 'GET', target, host = 'client.invalid', headers = [] }: ClientRequest) =>
  bytes([`${method} ${target} HTTP/1.1`, `Host: ${host}`, ...headers, '', ''].join('\r\n'));

export function requestBytes(asked: ClientRequest): Uint8Array {
  const requestId = asked.id ?? 0;
  const parts = [frame.encode({ type: T.REQUEST_HEAD, requestId, payload: headOf(asked) })];
  const { body = new Uint8Array(0) } = asked;
  for (let at = 0; at < body.length; at += 50_000) {
    parts.push(frame.encode({ type: T.REQUEST_BODY, requestId, payload: body.subarray(at, at + 50_000) }));
  }
  parts.push(frame.encode({ type: T.REQUEST_END, requestId, payload: new Uint8Array(0) }));
  return concat(...parts);
}

export async function requestOver(context: Context, wire: Wire, asked: ClientRequest): Promise<Got> {
  await inMessages(context, wire, requestBytes(asked));
  return response(context, wire);
}

/** A channel may die of a message of more than 65,535 bytes. Frames may span messages. */
export async function inMessages(context: Context, wire: Wire, whole: Uint8Array): Promise<void> {
  for (let at = 0; at < whole.length; at += 60_000) {
    await wire.raw(whole.subarray(at, at + 60_000), context.progress);
  }
}

/** The values of a header, named in lower case, that the service received. */
export const headerValues = (request: ServiceRequest | undefined, wanted: string): string[] =>
  (request?.headers ?? []).filter(([name]) => name.toLowerCase() === wanted).map(([, value]) => value);

/** The headers of provenance that contain this text. */
export const provenanceOf = (request: ServiceRequest | undefined, text: string): string[] =>
  (request?.headers ?? [])
    .filter(([name, value]) => /^(x-forwarded-|forwarded$)/i.test(name) && value.includes(text))
    .map(([name, value]) => `${name}: ${value}`);

/** Sends a request with a unique path, and returns the response and what the service received. */
export async function requestService(
  context: DaemonContext,
  asked: (path: string) => ClientRequest,
): Promise<{ path: string; got: Got; seen: readonly ServiceRequest[]; authority: string }> {
  const service = await context.openhost.service();
  const mark = service.mark();
  const path = `/${mark}`;
  const got = await requestOver(context, await context.openhost.bound(), { id: 1, ...asked(path) });
  return { path, got, seen: service.seen(mark), authority: service.authority };
}

/** Reads RESPONSE_HEAD, any number of RESPONSE_BODY and RESPONSE_END, or the head of a 101. Fails on any other frame. */
export async function response({ expect, progress }: Context, wire: Wire): Promise<Got> {
  const frames: Frame[] = [];
  while (!isWhole(frames)) {
    const one = await wire.next();
    progress();
    const [first, others] = [[T.RESPONSE_HEAD], [T.RESPONSE_BODY, T.RESPONSE_END]];
    const place: readonly number[] = frames.length === 0 ? first : others;
    expect.that(
      'the daemon sends the response as HEAD, BODY and END',
      typeof one === 'object' && place.includes(one.type),
      {
        expected: frames.length === 0 ? 'RESPONSE_HEAD' : 'RESPONSE_BODY or RESPONSE_END',
        observed: `${shown(one, wire)} after ${shownFrames(frames.slice(-3))}`,
      },
    );
    frames.push(one as Frame);
  }
  const head = text(frames[0]?.payload ?? new Uint8Array(0));
  const parts = frames.filter(({ type }) => type === T.RESPONSE_BODY).map(({ payload }) => payload);
  const match = /^HTTP\/1\.1 (\d{3}) [^\r\n]*\r\n(?:[^\r\n]+\r\n)*\r\n$/.exec(head);
  expect.that('RESPONSE_HEAD contains an HTTP/1.1 response head', match !== null, {
    expected: 'HTTP/1.1, a status, header lines and an empty line',
    observed: head.slice(0, 200),
  });
  return {
    status: Number(match?.[1]),
    head: head.toLowerCase(),
    body: text(concat(...parts)),
    length: parts.reduce((sum, { length }) => sum + length, 0),
    ids: [...new Set(frames.map(({ requestId }) => requestId))],
  };
}

/** A 101 has no RESPONSE_END: the daemon has upgraded. */
const isWhole = (frames: readonly Frame[]): boolean =>
  frames.at(-1)?.type === T.RESPONSE_END ||
  /^HTTP\/1\.1 101 /.test(text(frames[0]?.payload ?? new Uint8Array(0)));

/** Checks that the daemon does not take the request: by ERROR and the end of the channel, or by a status of HTTP. */
export async function rejectsRequest(context: Context, wire: Wire): Promise<void> {
  const heard = await wire.next();
  const status = isFrame(heard, T.RESPONSE_HEAD) ? text(heard.payload).slice(9, 12) : '';
  const ended = heard === 'closed' || isFrame(heard, T.ERROR);
  context.expect.that('the daemon rejects the request', ended || /^[45]\d\d$/.test(status), {
    expected: 'ERROR, a closed channel, or a status from 400 to 599',
    observed: `${shown(heard, wire)} ${status}`.trim(),
  });
  if (ended) await expectEnd(context, wire);
}

/** Checks that the daemon sends ERROR and then closes the channel. */
export async function tornDown(context: Context, wire: Wire): Promise<readonly Frame[]> {
  const { expect } = context;
  const said = await expectEnd(context, wire);
  expect.that('the daemon sends ERROR before it closes the channel', said.at(-1)?.type === T.ERROR, {
    expected: 'ERROR as the last frame',
    observed: shownFrames(said.slice(-8)),
  });
  const diagnostic = said.at(-1)?.payload ?? new Uint8Array(0);
  expect.equal('request_id of the ERROR', said.at(-1)?.requestId ?? null, 0);
  expect.that('length of the diagnostic in ERROR', diagnostic.length <= 1024, {
    expected: 'at most 1024 bytes',
    observed: `${diagnostic.length} bytes`,
  });
  return said;
}
