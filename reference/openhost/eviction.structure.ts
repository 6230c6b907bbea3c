import { DecodeError } from '../bytes/error.js';
import { asInteger, asList, asObject, asText } from '../given.js';
import type { Json, Structure } from '../structure.js';
import { evict } from './eviction.js';

interface Entry {
  readonly client: string;
  readonly createdAt: number;
  readonly octets: number;
}

function asSize(value: Json | undefined, name: string): number {
  const size = asInteger(value, name);
  if (size < 0) throw new DecodeError(`given/${name}`, 0, `expected 0 or more, received ${size}`);
  return size;
}

function asEntry(value: Json): Entry {
  const { client, created_at, octets } = asObject(value);
  return {
    client: asText(client, 'client'),
    createdAt: asInteger(created_at, 'created_at'),
    octets: asSize(octets, 'octets'),
  };
}

export const evictionStructure: Structure = {
  name: 'openhost/eviction',
  operations: {
    /**
     * The input is the answers in the order in which they were queued, the output the clients whose answers stay in the
     * packet. `record_octets` is the size of the packet without answers, `octets` the size of all fragments of one answer.
     */
    evict(given, input) {
      const record = asSize(given['record_octets'], 'record_octets');
      const { kept } = evict(asList(input).map(asEntry), (answers) =>
        answers.reduce((sum, { octets }) => sum + octets, record),
      );
      return kept.map(({ client }) => client);
    },
  },
};
