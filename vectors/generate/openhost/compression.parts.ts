/** The bodies of the vectors of compression. */
import { text, times } from '../hex_bytes.js';
import { run, wrapped, zlib } from './deflate.js';

export const body = text('openhost-offer-inner3, openhost-offer-inner2, openhost-offer-inner1');
export const good = wrapped(body);
export const runOf = (length: number): string => `02${zlib(run(0x41, length), times('41', length))}`;
