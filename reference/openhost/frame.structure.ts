import { hex } from '../bytes/hex.js';
import { asBytes, asInteger, asList, asObject } from '../given.js';
import type { Json, JsonObject, Structure } from '../structure.js';
import { tracedBytes } from '../traced.js';
import { FRAME_TYPES, type Frame, frame } from './frame.js';
import { frameDecoder } from './frame_stream.js';

const frameJson = ({ type, requestId, payload }: Frame): JsonObject => ({
  type,
  request_id: requestId,
  payload: hex.encode(payload),
});

function asFrame(value: Json): Frame {
  const { type, request_id, payload } = asObject(value);
  return {
    type: asInteger(type, 'type'),
    requestId: asInteger(request_id, 'request_id'),
    payload: asBytes(payload, 'payload'),
  };
}

const nameOf = (type: string): string =>
  Object.entries(FRAME_TYPES).find(([, value]) => String(value) === type)?.[0] ?? 'reserved';

export const frameStructure: Structure = {
  name: 'openhost/frame',
  operations: {
    encode: (_given, input) => hex.encode(frame.encode(asFrame(input))),
    /** Exactly one frame, without further bytes. */
    decode: (_given, input) => frameJson(frame.decode(asBytes(input))),
    /** Chunks in the order of their arrival. Returns the complete frames, and how many bytes are pending. */
    stream(_given, input) {
      const chunks = asList(input).map((chunk) => asBytes(chunk));
      const frames: JsonObject[] = [];
      const decoder = frameDecoder((whole) => frames.push(frameJson(whole)));
      for (const chunk of chunks) decoder.push(chunk);
      return { frames, pending: decoder.pending };
    },
  },
  annotate: (_given, input) =>
    tracedBytes(input, frame.decode).map((field) =>
      field.name === 'type' ? { ...field, value: `${field.value} ${nameOf(field.value)}` } : field,
    ),
};
