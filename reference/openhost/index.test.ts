import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DecodeError } from '../bytes/error.js';
import type { Json, JsonObject } from '../structure.js';
import { openhostStructures } from './index.js';

const bytes = fc.uint8Array({ maxLength: 120 }).map((value) => Buffer.from(value).toString('hex'));
const anything = fc.oneof(
  fc.jsonValue().map((value) => value as Json),
  bytes,
  fc.array(bytes, { maxLength: 3 }),
);
const given = fc.dictionary(
  fc.constantFrom(
    'dialect',
    'mode',
    'exporter',
    'host_pk',
    'nonce',
    'client_pk',
    'signer',
    'side',
    'record_octets',
  ),
  fc.oneof(anything, fc.constantFrom('spec', 'deployed', 'exporter', 'offer')),
) as fc.Arbitrary<JsonObject>;

describe.each(openhostStructures)('$name', (structure) => {
  test('answers anything, or rejects it with a DecodeError', () => {
    fc.assert(
      fc.property(given, anything, (context, input) => {
        for (const operation of Object.values(structure.operations)) {
          try {
            expect(operation(context, input)).toBeDefined();
          } catch (error) {
            expect(error).toBeInstanceOf(DecodeError);
          }
        }
        expect(() => structure.annotate?.(context, input)).not.toThrow(TypeError);
        try {
          structure.annotate?.(context, input);
        } catch (error) {
          expect(error).toBeInstanceOf(DecodeError);
        }
      }),
      { numRuns: 150 },
    );
  });

  test('reads back only what it can be asked for', () => {
    for (const op of Object.keys(structure.reopen ?? {})) expect(structure.operations).toHaveProperty([op]);
  });
});
