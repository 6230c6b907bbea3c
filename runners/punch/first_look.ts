/** Says in one line what a target looks like if it is not a Punch broker. */
import { randomBytes } from 'node:crypto';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { type RequestOptions as HttpsOptions, request as httpsRequest } from 'node:https';
import { Unreachable } from '../../suites/case.js';
import { ifAnswered } from './answered.js';
import { isObject } from './json_place.js';
import { readJson } from './lenient_json.js';
import { exchange, offerTls } from './raw.js';
import { redact } from './redact.js';
import { explain, failsTls } from './request.js';

interface Reached {
  readonly url: URL;
  readonly ca?: string | undefined;
  /** Milliseconds for one answer. */
  readonly patience: number;
}

type Seen =
  | { readonly kind: 'answer'; readonly status: number; readonly location: string; readonly body: string }
  | { readonly kind: 'endless' }
  | { readonly kind: 'late'; readonly begun: boolean }
  | { readonly kind: 'broken'; readonly error: Error };

const HEALTH = '/api/health';
const MOST = 65_536;
const MOST_HOPS = 5;
const SNIFF = { first: 3_000, between: 300 };

export interface Look {
  /** What the target looks like if it is not a broker. */
  readonly impression: string | undefined;
  /** The version that it reports of itself. */
  readonly version: string | undefined;
}

/** Asks for the health of the target. */
export async function firstLook(target: Reached): Promise<Look> {
  const seen = await look(target, HEALTH);
  const impression = await impressionOf(target, seen);
  const version = seen.kind === 'answer' && seen.status === 200 ? versionIn(seen.body) : undefined;
  return { impression, version };
}

/** Undefined if the answer looks like that of a broker. */
async function impressionOf(target: Reached, seen: Seen): Promise<string | undefined> {
  if (seen.kind === 'endless') return `GET ${HEALTH} returned more than ${MOST} bytes`;
  if (seen.kind === 'late') {
    const what = seen.begun
      ? 'begins an answer and does not end it'
      : 'takes the connection and does not answer';
    return `it ${what} within ${target.patience} ms`;
  }
  if (seen.kind === 'broken') return brokenBy(target, seen.error);
  const { status, body } = seen;
  if (status >= 300 && status < 400) return redirected(target, seen);
  if (status === 400 && (await speaksTls(target)))
    return meant(target, 'it speaks TLS on this port', 'https:');
  if (status === 200 && versionIn(body) !== undefined) return undefined;
  const nowhere = await look(target, `/conform-${randomBytes(6).toString('hex')}`);
  const always = nowhere.kind === 'answer' && nowhere.status === status && status !== 404;
  const html = /^\s*</.test(body) ? ' with HTML' : '';
  const same = always ? ', and so did a path that cannot exist' : '';
  if (status === 200 && html === '' && same === '') return undefined;
  return `GET ${HEALTH} returned ${status}${html}${same}: this does not look like a Punch broker`;
}

function versionIn(body: string): string | undefined {
  const value = readJson(body);
  const version = isObject(value) ? value['version'] : undefined;
  return typeof version === 'string' ? version : undefined;
}

/** Follows redirects within the target, to see whether they end. */
async function redirected(target: Reached, first: Extract<Seen, { kind: 'answer' }>): Promise<string> {
  const said = `GET ${HEALTH} is redirected (${first.status}) to ${redact(first.location, 200) || 'nowhere'}`;
  let [here, location] = [new URL(HEALTH, target.url), first.location];
  for (let hop = 0; hop < MOST_HOPS; hop++) {
    if (!URL.canParse(location, here.href)) return said;
    here = new URL(location, here);
    if (here.origin !== target.url.origin)
      return `${said}: if you mean that server, write --target ${here.origin}`;
    const next = await look(target, here.pathname + here.search);
    if (next.kind !== 'answer' || next.status < 300 || next.status > 399) return said;
    location = next.location;
  }
  return `${said}, and from there again and again`;
}

async function brokenBy(target: Reached, error: Error): Promise<string> {
  const told = explain(error);
  if (told instanceof Unreachable && !failsTls(error)) return told.message;
  const secure = target.url.protocol === 'https:';
  if (!secure && (await speaksTls(target))) return meant(target, 'it speaks TLS on this port', 'https:');
  const greeting = await greetingOf(target);
  const shown = redact(greeting.slice(0, 80), 80).trimEnd();
  if (secure && greeting.startsWith('HTTP/')) return meant(target, 'it speaks HTTP without TLS', 'http:');
  const what = secure ? 'it does not speak TLS' : greeting === '' ? 'it hangs up' : 'it does not speak HTTP';
  return `${what}: ${shown === '' ? told.message : `it says "${shown}"`}`;
}

const meant = ({ url }: Reached, what: string, protocol: 'http:' | 'https:'): string =>
  `${what}: did you mean ${protocol}//${withPort(url)}?`;

/** With an explicit port, because the other scheme has another default. */
const withPort = ({ hostname, port, protocol }: URL): string =>
  `${hostname}:${port || (protocol === 'https:' ? 443 : 80)}`;

async function speaksTls({ url, patience }: Reached): Promise<boolean> {
  if (url.protocol === 'https:') return false;
  const there = new URL(`https://${withPort(url)}`);
  for (const version of ['TLSv1.3', 'TLSv1.2'] as const)
    if ((await offerTls(there, version, Math.min(patience, SNIFF.first))) === 'accepted') return true;
  return false;
}

/** The first bytes that it sends on a plain connection. */
async function greetingOf({ url }: Reached): Promise<string> {
  const lines = [`GET ${HEALTH} HTTP/1.1`, `Host: ${url.host}`, 'Connection: close', '', ''];
  const bare = new URL(`http://${withPort(url)}`);
  const said = await ifAnswered(exchange(bare, new TextEncoder().encode(lines.join('\r\n')), SNIFF));
  return said === undefined || said === 'silent' || said === 'closed' ? '' : said.text;
}

function look({ url, ca, patience }: Reached, path: string): Promise<Seen> {
  return new Promise((resolve) => {
    const options: HttpsOptions = { agent: false, ca };
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const request = send(new URL(url.origin + path), options);
    let begun = false;
    const settle = (seen: Seen): void => {
      clearTimeout(timer);
      resolve(seen);
      request.destroy();
    };
    const timer = setTimeout(() => settle({ kind: 'late', begun }), patience);
    request.on('error', (error) => settle({ kind: 'broken', error }));
    request.on('response', (response) => {
      begun = true;
      read(response).then(settle, (error: Error) => settle({ kind: 'broken', error }));
    });
    request.end();
  });
}

async function read(response: IncomingMessage): Promise<Seen> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > MOST) return { kind: 'endless' };
  }
  return {
    kind: 'answer',
    status: response.statusCode ?? 0,
    location: response.headers.location ?? '',
    body: Buffer.concat(chunks).toString(),
  };
}
