import { once } from 'node:events';
import { connect, isIP } from 'node:net';
import { type ConnectionOptions, connect as connectTls, type SecureVersion } from 'node:tls';
import { Lost } from '../../suites/case.js';
import type { Absent, RawAnswer, TlsOutcome } from '../../suites/punch/port.js';
import { explain, failsTls, MAX_BODY } from './request.js';

const portOf = (url: URL): number => Number(url.port || (url.protocol === 'https:' ? 443 : 80));
const nameOf = (url: URL): { servername?: string } =>
  isIP(hostOf(url)) === 0 ? { servername: url.hostname } : {};
const hostOf = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '');

export interface Silence {
  /** Milliseconds until the first byte, and between those that follow. */
  readonly first: number;
  readonly between: number;
}

/** Milliseconds in total, for a target that never stops sending. */
const LONGEST = 15_000;

/** Sends bytes, and reads until the other side closes or is silent. */
export async function exchange(
  url: URL,
  bytes: Uint8Array,
  { first, between }: Silence,
  ca?: string,
): Promise<RawAnswer | Absent> {
  const secure = url.protocol === 'https:';
  const where = { port: portOf(url), host: hostOf(url) };
  const socket = secure ? connectTls({ ...where, ...nameOf(url), ca }) : connect(where);
  let text = '';
  let outcome: Absent = 'closed';
  const silent = (): void => {
    outcome = 'silent';
    socket.destroy();
  };
  socket.on('data', (chunk: Buffer) => {
    socket.setTimeout(between);
    text += chunk.toString('latin1');
    if (text.length > MAX_BODY) socket.destroy();
  });
  const timer = setTimeout(silent, LONGEST);
  const closed = new Promise<void>((resolve) => {
    socket.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
  });
  try {
    await once(socket, secure ? 'secureConnect' : 'connect');
  } catch (error) {
    throw explain(error);
  }
  // A reset is a close too.
  socket.on('error', () => socket.destroy());
  socket.setTimeout(first, silent);
  socket.write(bytes);
  await closed;
  return text === '' ? outcome : { text };
}

/** Offers exactly one version of TLS. */
export async function offerTls(url: URL, version: SecureVersion, patience: number): Promise<TlsOutcome> {
  const options: ConnectionOptions = {
    port: portOf(url),
    host: hostOf(url),
    ...nameOf(url),
    rejectUnauthorized: false,
    minVersion: version,
    maxVersion: version,
    ciphers: 'DEFAULT:@SECLEVEL=0',
  };
  const socket = connectTls(options);
  return new Promise<TlsOutcome>((resolve, reject) => {
    const timer = setTimeout(() => settle('silent'), patience);
    const settle = (outcome: TlsOutcome): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(outcome);
    };
    socket.once('secureConnect', () => settle('accepted'));
    socket.once('close', () => settle('closed'));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ERR_SSL_NO_PROTOCOLS_AVAILABLE') return settle('unavailable');
      if (failsTls(error)) return settle('refused');
      const why = explain(error);
      if (why instanceof Lost) return settle('closed');
      clearTimeout(timer);
      reject(why);
    });
  });
}
