import { createHmac } from 'node:crypto';
import { bytes, type Operation } from './operation.js';

/** Punch RFC 1.0.0, section 7, the encoder's side: "p_" base64url(payload) "." base64url(hmac-sha256(payload)). */
export const sign: Operation = (given, input) => {
  const payload = bytes(input);
  const text = payload.toString('base64url');
  const mac = createHmac('sha256', bytes(given['secret']));
  mac.update(given['dialect'] === 'text' ? text : payload);
  return `p_${text}.${mac.digest('base64url')}`;
};
