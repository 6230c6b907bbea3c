import { request as httpRequest, type IncomingMessage } from 'node:http';
import { type RequestOptions as HttpsOptions, request as httpsRequest } from 'node:https';
import { defined, ifGiven } from '../../defined.js';
import { Lost, Unreachable } from '../../suites/case.js';
import type { HttpAnswer } from '../../suites/punch/port.js';
import { readJson } from './lenient_json.js';

export const MAX_BODY = 262_144;

export interface Asking {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  readonly source?: string | undefined;
  readonly ca?: string | undefined;
  readonly patience: number;
  /** The most bytes of the body of the answer. */
  readonly most?: number;
  readonly signal?: AbortSignal | undefined;
}

/** Sends one request on its own connection, bounded in size and time. It does not follow redirects. */
export function requestOnce(asking: Asking): Promise<HttpAnswer> {
  const { url, method, body, source, ca, patience, signal } = asking;
  return new Promise((resolve, reject) => {
    const headers = {
      ...asking.headers,
      ...defined({ 'Content-Length': ifGiven(body, (text) => String(Buffer.byteLength(text))) }),
    };
    // localhost may be ::1 too, which no IPv4 address reaches.
    const family = ifGiven(source, () => 4);
    const options: HttpsOptions = { method, agent: false, headers, localAddress: source, family, signal, ca };
    const request = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, options);
    const timer = setTimeout(
      () => request.destroy(new Lost(`${method}: no complete answer within ${patience} ms`)),
      patience,
    );
    request.on('close', () => clearTimeout(timer));
    request.on('error', (error) => reject(explain(error)));
    request.on('response', (response) => {
      readBody(response, asking.most).then(resolve, (error) => {
        request.destroy();
        reject(explain(error));
      });
    });
    request.end(body);
  });
}

export async function readBody(response: IncomingMessage, most = MAX_BODY): Promise<HttpAnswer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > most) throw new Lost(`the body is larger than ${most} bytes`);
  }
  const text = Buffer.concat(chunks).toString();
  return {
    status: response.statusCode ?? 0,
    headers: headersOf(response),
    text,
    json: readJson(text),
    at: Date.now(),
  };
}

export const headersOf = ({ headers }: IncomingMessage): HttpAnswer['headers'] =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));

const unreachable = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|EADDRNOTAVAIL)$/;
const untrusted = /CERT|SELF_SIGNED|UNABLE_TO_/;

/** What is wrong with a certificate, and who fixes it. `--ca` helps only with an unknown authority. */
const ofCertificate: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'the certificate has expired: the deployment has to renew it',
  CERT_NOT_YET_VALID:
    'the certificate is not valid yet: one of the two clocks is wrong, or it came too early',
  CERT_REVOKED: 'the certificate has been revoked: the deployment needs another',
  ERR_TLS_CERT_ALTNAME_INVALID:
    'the certificate is for another name than the target has here: use that name, or have one made for this one',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'the certificate is signed by itself: give it with --ca FILE to trust it',
  SELF_SIGNED_CERT_IN_CHAIN: 'the authority of the certificate is not known here: give it with --ca FILE',
  UNABLE_TO_GET_ISSUER_CERT: 'an authority of the certificate is not known here: give it with --ca FILE',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    'the authority of the certificate is not known here: give it with --ca FILE, or have the target send all of its chain',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    'the authority of the certificate is not known here: give it with --ca FILE, or have the target send all of its chain',
};

/** The target speaks no TLS, or no version in common. */
export const failsTls = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && /^(EPROTO$|ERR_SSL_)/.test(String(error.code));

/** Whether an error comes from our own code and not from a socket or a parser. */
const isOurs = (error: unknown): boolean =>
  error instanceof TypeError || error instanceof ReferenceError || error instanceof SyntaxError;

/** Turns an error into Unreachable if the target was not reached, and else into Lost. Returns an error of our own code as it is. */
export function explain(error: unknown): Error {
  if (error instanceof Lost || error instanceof Unreachable) return error;
  if (error instanceof Error && isOurs(error)) return error;
  const { code = '', message } = error as NodeJS.ErrnoException;
  if (unreachable.test(code)) return new Unreachable(`the target cannot be reached: ${code}`);
  if (untrusted.test(code))
    return new Unreachable(`${ofCertificate[code] ?? 'the certificate is not trusted'} (${code})`);
  if (failsTls(error)) return new Unreachable(`the TLS handshake failed: ${code}`);
  return new Lost(`the connection broke: ${code || message}`);
}
