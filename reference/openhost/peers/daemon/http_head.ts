/** The heads that REQUEST_HEAD and RESPONSE_HEAD carry, and the header rules of section 4.1. */
import { DecodeError } from '../../../bytes/error.js';
import { fromUtf8, utf8 } from '../../../bytes/text.js';
import type { Dialect } from '../../dialect.js';

export type Header = readonly [name: string, value: string];

export interface RequestHead {
  readonly method: string;
  readonly target: string;
  readonly headers: readonly Header[];
}

export interface ResponseHead {
  readonly status: number;
  readonly reason: string;
  readonly headers: readonly Header[];
}

const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

export function readRequestHead(bytes: Uint8Array): RequestHead {
  const { first, headers } = lines(bytes);
  const match = /^([^ ]+) ([\x21-\x7e]+) HTTP\/1\.1$/.exec(first);
  const [, method = '', target = ''] = match ?? [];
  if (!match || !token.test(method)) throw new DecodeError('http/request-line');
  return { method, target: originForm(target), headers };
}

export function readResponseHead(bytes: Uint8Array): ResponseHead {
  const { first, headers } = lines(bytes);
  const match = /^HTTP\/1\.1 ([1-5][0-9]{2})(?: ([\t\x20-\x7e\x80-\uffff]*))?$/.exec(first);
  if (!match) throw new DecodeError('http/status-line');
  return { status: Number(match[1]), reason: match[2] ?? '', headers };
}

function lines(bytes: Uint8Array): { first: string; headers: Header[] } {
  const text = fromUtf8(bytes);
  if (!text.endsWith('\r\n\r\n')) throw new DecodeError('http/no-blank-line', bytes.length);
  const [first = '', ...rest] = text.slice(0, -4).split('\r\n');
  const headers = rest.map((line): Header => {
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(0, colon));
    const value = line.slice(colon + 1).replace(/^[ \t]+|[ \t]+$/g, '');
    if (!token.test(name) || /[\0\r\n]/.test(value)) throw new DecodeError('http/header');
    return [name, value];
  });
  return { first, headers };
}

/** RFC 9112 3.2.2: accepts the absolute form, and drops its authority, because the daemon sets Host. */
function originForm(target: string): string {
  if (target.startsWith('/') || target === '*') return target;
  if (!/^https?:\/\//i.test(target) || !URL.canParse(target)) throw new DecodeError('http/target');
  const { pathname, search } = new URL(target);
  return `${pathname}${search}`;
}

const hopByHop = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];
const provenance: Readonly<Record<Dialect, RegExp>> = {
  spec: /^(?:forwarded|via|x-forwarded(?:-.*)?|x-real-ip|x-client-ip|x-cluster-client-ip|true-client-ip|cf-connecting-ip|proxy-connection)$/,
  deployed: /^(?:forwarded|x-forwarded-(?:for|host|proto)|x-real-ip)$/,
};

/**
 * RFC 7230 6.1: the eight hop-by-hop headers, and those that Connection names. Deployed daemons pass the latter on
 * (OPENHOST-G29).
 */
function hops(headers: readonly Header[], dialect: Dialect): Set<string> {
  if (dialect === 'deployed') return new Set(hopByHop);
  const named = headers
    .filter(([name]) => name.toLowerCase() === 'connection')
    .flatMap(([, value]) => value.split(',').map((option) => option.trim().toLowerCase()));
  return new Set([...hopByHop, ...named]);
}

export function forwarded(headers: readonly Header[], dialect: Dialect): Header[] {
  const dropped = hops(headers, dialect);
  return headers.filter(([name]) => {
    const lower = name.toLowerCase();
    const theirs = dropped.has(lower) || provenance[dialect].test(lower);
    return !theirs && lower !== 'host' && lower !== 'content-length';
  });
}

export function returned(headers: readonly Header[], dialect: Dialect = 'spec'): Header[] {
  const dropped = hops(headers, dialect);
  return headers.filter(([name]) => !dropped.has(name.toLowerCase()));
}

export const headerOf = (headers: readonly Header[], wanted: string): string | undefined =>
  headers.find(([name]) => name.toLowerCase() === wanted)?.[1];

export const isUpgrade = (headers: readonly Header[]): boolean =>
  headerOf(headers, 'upgrade')?.toLowerCase() === 'websocket';

/** A request as it came from the client. */
export interface Incoming {
  readonly head: RequestHead;
  readonly body: Uint8Array;
}

/** Where a request goes. */
export interface Outgoing {
  /** The value of Host. */
  readonly host: string;
  readonly dialect: Dialect;
}

/** Sections 4.1 and 4.2: the headers that the daemon sends to the service. */
export function serviceHeaders({ head, body }: Incoming, { host, dialect }: Outgoing): Header[] {
  const kept = forwarded(head.headers, dialect);
  const upgrade: Header[] = isUpgrade(head.headers)
    ? [
        ['Connection', 'Upgrade'],
        ['Upgrade', 'websocket'],
      ]
    : [['Connection', 'close']];
  const all: Header[] = [['Host', host], ...kept, ...upgrade];
  const withBody = body.length > 0 || ['POST', 'PUT', 'PATCH'].includes(head.method);
  if (withBody) all.push(['Content-Length', String(body.length)]);
  return all;
}

export function responseHead(status: number, reason: string, headers: readonly Header[]): Uint8Array {
  return utf8(`HTTP/1.1 ${status} ${reason}\r\n${text(headers)}\r\n`);
}

export function requestHead(method: string, target: string, headers: readonly Header[]): Uint8Array {
  return utf8(`${method} ${target} HTTP/1.1\r\n${text(headers)}\r\n`);
}

const text = (headers: readonly Header[]): string =>
  headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');

/** Pairs the names and values of node's `rawHeaders`. */
export function paired(raw: readonly string[]): Header[] {
  const headers: Header[] = [];
  for (let i = 0; i + 1 < raw.length; i += 2) headers.push([raw[i] ?? '', raw[i + 1] ?? '']);
  return headers;
}
