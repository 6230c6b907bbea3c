import { once } from 'node:events';
import { connect, isIP } from 'node:net';
import { type ConnectionOptions, connect as connectTls, type SecureVersion } from 'node:tls';
import { Lost } from '../../suites/case.js';
import { explain, MAX_BODY } from './request.js';

const portOf = (url: URL): number => Number(url.port || (url.protocol === 'https:' ? 443 : 80));
const nameOf = (url: URL): { servername?: string } =>
  isIP(hostOf(url)) === 0 ? { servername: url.hostname } : {};
const hostOf = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '');

export interface Silence {
  /** Milliseconds for the first byte to come, and between those that follow. */
  readonly first: number;
  readonly between: number;
}

/** Milliseconds for everything, for those who are never silent. */
const LONGEST = 15_000;

/** Bytes in, bytes out, until the other side closes or is silent. */
export async function exchange(
  url: URL,
  bytes: Uint8Array,
  { first, between }: Silence,
  ca?: string,
): Promise<string> {
  const secure = url.protocol === 'https:';
  const where = { port: portOf(url), host: hostOf(url) };
  const socket = secure
    ? connectTls({ ...where, ...nameOf(url), ...(ca === undefined ? {} : { ca }) })
    : connect(where);
  let text = '';
  socket.on('data', (chunk: Buffer) => {
    socket.setTimeout(between);
    text += chunk.toString('latin1');
    if (text.length > MAX_BODY) socket.destroy();
  });
  const timer = setTimeout(() => socket.destroy(new Lost(`no end within ${LONGEST} ms`)), LONGEST);
  socket.once('close', () => clearTimeout(timer));
  try {
    await once(socket, secure ? 'secureConnect' : 'connect');
  } catch (error) {
    throw explain(error);
  }
  socket.on('error', () => socket.destroy());
  socket.setTimeout(first, () => socket.destroy());
  socket.write(bytes);
  await once(socket, 'close');
  return text;
}

/** Offers exactly one version of TLS. */
export async function offerTls(
  url: URL,
  version: SecureVersion,
  patience: number,
): Promise<'accepted' | 'refused' | undefined> {
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
  const timer = setTimeout(() => socket.destroy(new Error('silence')), patience);
  try {
    await once(socket, 'secureConnect');
    return 'accepted';
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    return code === 'ERR_SSL_NO_PROTOCOLS_AVAILABLE' ? undefined : 'refused';
  } finally {
    clearTimeout(timer);
    socket.destroy();
  }
}
