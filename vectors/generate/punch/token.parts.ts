/** The payloads of the vectors of the Punch token. */
import { refusing } from '../drafted.js';
import type { Draft } from '../recipe.js';
import { unsigned } from './token.wire.js';

export const EXP = 1777810754;
export const peer = `{"session":"live","role":"peer","stream":"cam-wide","exp":${EXP}}`;
export const admin = `{"session":"live","role":"admin","stream":null,"exp":${EXP}}`;
export const name64 = 'a'.repeat(64);

/** The payload of `decode-peer` with another text for one member. */
export const withSession = (session: string): string => peer.replace('"live"', session);
export const withRole = (role: string): string => peer.replace('"peer"', role);
export const withStream = (stream: string): string => peer.replace('"cam-wide"', stream);
export const withExp = (exp: string): string => peer.replace(String(EXP), exp);
export const withExtra = (member: string): string => peer.replace(/}$/, `,${member}}`);
export const nested = (depth: number): string =>
  withExtra(`"x":${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}`);

const unread = refusing({ op: 'decode', beside: 'peer' });
export const refused = (
  slug: string,
  title: string,
  payload: string | Uint8Array,
  reject: string,
  requires: string,
  why: string,
  beside = 'peer',
  tags: readonly string[] = [],
): Draft => unread(slug, `${title} is rejected`, unsigned(payload), reject, requires, why, { beside, tags });
