import { hex } from '../bytes/hex.js';
import { asBytes, asWord } from '../given.js';
import type { JsonObject, Structure } from '../structure.js';
import { traced } from '../traced.js';
import {
  authBytes,
  authClient,
  authHost,
  type BoundSession,
  certificateSecret,
  exporterSecret,
  readNonce,
  verifyClient,
  verifyHost,
} from './binding.js';

/** `mode` says what the secret is made of: `exporter`, or for `cert_fp` the `certificate` of the host in DER. */
function session(given: JsonObject): BoundSession {
  const mode = asWord(given['mode'], ['exporter', 'cert_fp'], 'mode');
  return {
    secret:
      mode === 'exporter'
        ? exporterSecret(asBytes(given['exporter'], 'exporter'))
        : certificateSecret(asBytes(given['certificate'], 'certificate')),
    hostPk: asBytes(given['host_pk'], 'host_pk'),
    nonce: readNonce(asBytes(given['nonce'], 'nonce')),
  };
}

const clientPk = (given: JsonObject): Uint8Array => asBytes(given['client_pk'], 'client_pk');

export const bindingStructure: Structure = {
  name: 'openhost/binding',
  operations: {
    /** For the client key that is the input. */
    'auth-bytes': (given, input) => hex.encode(authBytes(session(given), asBytes(input))),
    nonce: (_given, input) => hex.encode(readNonce(asBytes(input))),
    /** The payload of AUTH_CLIENT for the seed that is the input; Ed25519 signatures are deterministic. */
    'sign-client': (given, input) => hex.encode(authClient(session(given), asBytes(input))),
    'sign-host': (given, input) => hex.encode(authHost(session(given), clientPk(given), asBytes(input))),
    /** The payload of AUTH_CLIENT to the key that it proves. */
    'verify-client': (given, input) => hex.encode(verifyClient(session(given), asBytes(input))),
    'verify-host'(given, input) {
      verifyHost(session(given), clientPk(given), asBytes(input));
      return true;
    },
  },
  readBy: { 'sign-client': { op: 'verify-client' }, 'sign-host': { op: 'verify-host' } },
  annotate(given, input) {
    if (typeof input !== 'string') return [];
    const payload = asBytes(input);
    return traced((trace) =>
      payload.length === 64
        ? verifyHost(session(given), clientPk(given), payload, trace)
        : verifyClient(session(given), payload, trace),
    );
  },
};
