import { radix } from './radix.js';

/** RFC 4648 section 5 without padding. It rejects padding, `+`, `/`, white space and trailing bits that are not zero. */
export const base64url = radix(
  'base64url',
  'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_',
  6,
);
