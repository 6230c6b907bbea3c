/** The basics of all codecs: encodings of bytes as text, readers and writers, and the error that decoders throw. */
export { base32 } from './base32.js';
export { base64url } from './base64url.js';
export { equalBytes } from './equal.js';
export { type Codec, DecodeError, rejectionOf } from './error.js';
export { hex } from './hex.js';
export { parseJson } from './json.js';
export { type Field, Reader } from './reader.js';
export { fromUtf8, utf8 } from './text.js';
export { concat, Writer } from './writer.js';
export { zbase32 } from './zbase32.js';
