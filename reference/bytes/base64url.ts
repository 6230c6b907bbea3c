import { radix } from './radix.js';

/** RFC 4648 section 5 without padding. Padding, `+`, `/`, white space and non-zero trailing bits are refused. */
export const base64url = radix(
  'base64url',
  'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_',
  6,
);
