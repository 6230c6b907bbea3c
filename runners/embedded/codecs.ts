import { DecodeError } from '../../reference/bytes/error.js';
import type { Structure } from '../../reference/structure.js';
import type { CodecPort } from '../../suites/codec.js';
import type { Target } from '../../suites/model.js';

/** Structures of this process as a target: the reference, or a deliberately wrong variant of it. */
export function embeddedCodecs(name: string, structures: ReadonlyMap<string, Structure>): Target {
  const codec: CodecPort = {
    ask({ structure, op, given, input }) {
      const operation = structures.get(structure)?.operations[op];
      if (!operation) return { unsupported: `${structure} ${op}` };
      try {
        return { accept: operation(given, input) };
      } catch (error) {
        if (error instanceof DecodeError) return { reject: error.message };
        return { lost: 'crash', detail: error instanceof Error ? error.message : String(error) };
      }
    },
  };
  return {
    name,
    kind: 'embedded',
    capabilities: {
      structures: Object.fromEntries(
        [...structures.values()].map((one) => [one.name, Object.keys(one.operations)]),
      ),
    },
    ports: { codec: () => codec },
    concurrency: 64,
    production: false,
    close: async () => {},
  };
}
