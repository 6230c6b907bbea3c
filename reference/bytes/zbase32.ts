import { radix } from './radix.js';

/** z-base-32, lower case, big-endian bits, no padding. */
export const zbase32 = radix('zbase32', 'ybndrfg8ejkmcpqxot1uwisza345h769', 5);
