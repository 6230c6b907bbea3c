import { radix } from './radix.js';

/** RFC 4648 section 6 in lower case and without padding, as iroh prints its keys. */
export const base32 = radix('base32', 'abcdefghijklmnopqrstuvwxyz234567', 5);
