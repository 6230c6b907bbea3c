/** The bytes under the codecs: texts of bytes, readers and writers, and the one error that a decoder throws. */
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
