import { hex } from '../bytes/hex.js';
import { asBytes, asList, asObject, asText } from '../given.js';
import type { Json, Structure } from '../structure.js';
import { traced } from '../traced.js';
import { asDialect } from './dialect.js';
import { fragment, split } from './fragment.js';
import { type LabelledFragment, reassemble } from './reassembly.js';

function asRecord(value: Json): LabelledFragment {
  const { suffix, envelope } = asObject(value);
  return { suffix: asText(suffix, 'suffix'), envelope: asBytes(envelope, 'envelope') };
}

export const reassemblyStructure: Structure = {
  name: 'openhost/reassembly',
  operations: {
    /** The TXT records of one answer to its sealed bytes; null while there is no answer. */
    reassemble(given, input) {
      const sealed = reassemble(asList(input).map(asRecord), asDialect(given));
      return sealed ? hex.encode(sealed) : null;
    },
    /** Where to cut is the encoder's choice, so the envelopes are put together again, in the order of their indices. */
    split: (given, input) => split(asBytes(input), asDialect(given)).map(hex.encode),
  },
  annotate(given, input) {
    if (!Array.isArray(input)) return [];
    return input.flatMap((record, i) =>
      traced((trace) => fragment.decode(asRecord(record).envelope, asDialect(given), trace)).map((field) => ({
        ...field,
        name: `record ${i}: ${field.name}`,
      })),
    );
  },
  reopen: {
    split(given, answer) {
      const records = asList(answer).map((envelope, i) => ({
        suffix: String(i),
        envelope: asBytes(envelope),
      }));
      const sealed = reassemble(records, asDialect(given));
      return sealed ? hex.encode(sealed) : null;
    },
  },
};
