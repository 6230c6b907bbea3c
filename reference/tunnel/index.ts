import { atBorder } from '../border.js';
import { DecodeError } from '../bytes/error.js';
import { hex } from '../bytes/hex.js';
import { asBytes, asInteger, asList, asObject, asText, asWord } from '../given.js';
import type { Json, JsonObject, Structure } from '../structure.js';
import { tracedBytes } from '../traced.js';
import { readAllowList } from './allow_list.js';
import { packetBack, packetOut } from './datagram.js';
import { nextFlow } from './flow.js';
import { keyFile, publicKeyOf } from './key_file.js';
import { type Mapping, mapping, readMappings } from './mapping.js';
import { portSpec, readPortSpecs } from './port_spec.js';
import { publicKey } from './public_key.js';
import { readRelayMode } from './relay_mode.js';
import { streamHeader } from './stream_header.js';

const u16 = (value: Json | undefined, name: string): number => {
  const number = asInteger(value, name);
  if (number < 0 || number > 0xffff)
    throw new DecodeError(`${name}/range`, 0, `expected 0 to 65535, received ${number}`);
  return number;
};

const texts = (input: Json): string[] => asList(input).map((item) => asText(item));

const mappingJson = ({ local, remote, proto }: Mapping): JsonObject => ({ local, remote, proto });

export const streamHeaderStructure: Structure = {
  name: 'tunnel/stream-header',
  operations: {
    encode(_given, input) {
      const { port, rest } = asObject(input);
      return hex.encode(streamHeader.encode({ port: u16(port, 'port'), rest: asBytes(rest, 'rest') }));
    },
    decode(_given, input) {
      const { port, rest } = streamHeader.decode(asBytes(input));
      return { port, rest: hex.encode(rest) };
    },
  },
  annotate: (_given, input) => tracedBytes(input, streamHeader.decode),
};

export const packetOutStructure: Structure = {
  name: 'tunnel/packet-out',
  operations: {
    encode(_given, input) {
      const { flow, port, payload } = asObject(input);
      return hex.encode(
        packetOut.encode({
          flow: u16(flow, 'flow'),
          port: u16(port, 'port'),
          payload: asBytes(payload, 'payload'),
        }),
      );
    },
    decode(_given, input) {
      const { flow, port, payload } = packetOut.decode(asBytes(input));
      return { flow, port, payload: hex.encode(payload) };
    },
  },
  annotate: (_given, input) => tracedBytes(input, packetOut.decode),
};

export const packetBackStructure: Structure = {
  name: 'tunnel/packet-back',
  operations: {
    encode(_given, input) {
      const { flow, payload } = asObject(input);
      return hex.encode(packetBack.encode({ flow: u16(flow, 'flow'), payload: asBytes(payload, 'payload') }));
    },
    decode(_given, input) {
      const { flow, payload } = packetBack.decode(asBytes(input));
      return { flow, payload: hex.encode(payload) };
    },
  },
  annotate: (_given, input) => tracedBytes(input, packetBack.decode),
};

export const flowStructure: Structure = {
  name: 'tunnel/flow',
  operations: {
    /** The number of a new flow, if `next` is the next number and those in `taken` are in use. */
    next(_given, input) {
      const { next, taken } = asObject(input);
      return nextFlow(u16(next, 'next'), new Set(asList(taken, 'taken').map((flow) => u16(flow, 'taken'))));
    },
  },
};

export const keyFileStructure: Structure = {
  name: 'tunnel/key-file',
  operations: {
    decode: (_given, input) => hex.encode(keyFile.decode(asBytes(input))),
    /** The public key, in hex, that belongs to a key file. */
    public: (_given, input) => hex.encode(publicKeyOf(keyFile.decode(asBytes(input)))),
  },
};

export const publicKeyStructure: Structure = {
  name: 'tunnel/public-key',
  operations: {
    decode: (_given, input) => hex.encode(publicKey.decode(asText(input))),
  },
};

export const portSpecStructure: Structure = {
  name: 'tunnel/port-spec',
  operations: {
    /** All arguments of `out` together, so that duplicates show. */
    decode: (_given, input) => readPortSpecs(texts(input)).map(({ port, proto }) => ({ port, proto })),
    encode(_given, input) {
      const { port, proto } = asObject(input);
      return portSpec.encode({ port: u16(port, 'port'), proto: asWord(proto, ['tcp', 'udp'], 'proto') });
    },
  },
};

export const mappingStructure: Structure = {
  name: 'tunnel/mapping',
  operations: {
    /** All mappings of `in` together. */
    decode: (_given, input) => readMappings(texts(input)).map(mappingJson),
    encode(_given, input) {
      const { local, remote, proto } = asObject(input);
      return mapping.encode({
        local: local === 'stdio' ? local : u16(local, 'local'),
        remote: u16(remote, 'remote'),
        proto: asWord(proto, ['tcp', 'udp'], 'proto'),
      });
    },
  },
};

export const allowListStructure: Structure = {
  name: 'tunnel/allow-list',
  operations: { decode: (_given, input) => [...readAllowList(asText(input))].sort() },
};

export const relayModeStructure: Structure = {
  name: 'tunnel/relay-mode',
  operations: {
    decode(_given, input): JsonObject {
      const mode = readRelayMode(asText(input));
      return mode.kind === 'url' ? { kind: mode.kind, url: mode.url } : { kind: mode.kind };
    },
  },
};

export const tunnelStructures: readonly Structure[] = /* @__PURE__ */ [
  streamHeaderStructure,
  packetOutStructure,
  packetBackStructure,
  flowStructure,
  keyFileStructure,
  publicKeyStructure,
  portSpecStructure,
  mappingStructure,
  allowListStructure,
  relayModeStructure,
].map(atBorder);
