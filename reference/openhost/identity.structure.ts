import { hex } from '../bytes/hex.js';
import type { Field } from '../bytes/reader.js';
import { asBytes, asObject, asText } from '../given.js';
import type { Structure } from '../structure.js';
import { address, keyText, publicKeyOf } from './identity.js';

export const identityStructure: Structure = {
  name: 'openhost/identity',
  readBy: { 'encode-key': { op: 'decode-key' }, 'encode-url': { op: 'decode-url' } },
  operations: {
    'public-key': (_given, input) => hex.encode(publicKeyOf(asBytes(input))),
    'encode-key': (_given, input) => keyText.encode(asBytes(input)),
    'decode-key': (_given, input) => hex.encode(keyText.decode(asText(input))),
    'encode-url'(_given, input) {
      const { public_key, path } = asObject(input);
      return address.encode({ publicKey: asBytes(public_key, 'public_key'), path: asText(path, 'path') });
    },
    'decode-url'(_given, input) {
      const { publicKey, path } = address.decode(asText(input));
      return { public_key: hex.encode(publicKey), path };
    },
  },
  annotate: (_given, input) => (typeof input === 'string' ? parts(input) : []),
};

/** Where an oh:// URL has its parts. */
function parts(url: string): Field[] {
  const [, scheme = '', host = '', path = ''] = /^(oh:\/\/)([^/]*)(.*)$/s.exec(url) ?? [];
  if (scheme === '') return [];
  const named: [name: string, value: string][] = [
    ['scheme', scheme],
    ['public key, z-base-32', host],
    ['path', path],
  ];
  let offset = 0;
  return named
    .filter(([, value]) => value !== '')
    .map(([name, value]) => {
      const field = { name, offset, length: value.length, value: JSON.stringify(value) };
      offset += value.length;
      return field;
    });
}
