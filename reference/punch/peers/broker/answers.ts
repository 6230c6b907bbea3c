import type { Claims } from '../../token.js';
import type { Session } from './state.js';

/** An HTTP answer, also to an upgrade that is rejected. */
export interface BrokerAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The result of an upgrade. An answer rejects it. */
export type Admission = BrokerAnswer | { readonly claims: Claims; readonly session: Session };

/** The request of an answer. */
export interface AnsweredRequest {
  readonly method: string;
  readonly path: string;
  readonly upgrade: boolean;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

export type HttpErrorCode =
  | 'AUTH_FAILED'
  | 'SESSION_EXISTS'
  | 'TURNSTILE_FAILED'
  | 'RATE_LIMITED'
  | 'SESSION_NOT_FOUND'
  | 'INVALID_REQUEST'
  | 'SERVER_ERROR';

export const jsonAnswer = (
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): BrokerAnswer => ({
  status,
  headers: { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store', ...headers },
  body: JSON.stringify(body),
});

/** RFC 8.1. */
export const errorAnswer = (
  status: number,
  error: HttpErrorCode,
  message: string,
  headers: Record<string, string> = {},
): BrokerAnswer => jsonAnswer(status, { error, message }, headers);

export const authFailed = (): BrokerAnswer =>
  errorAnswer(401, 'AUTH_FAILED', 'a valid bearer token is needed', { 'WWW-Authenticate': 'Bearer' });

export const notFound = (): BrokerAnswer =>
  errorAnswer(404, 'SESSION_NOT_FOUND', 'there is nothing of this name');
