/** Section 3.3: which answers a packet of 1000 bytes keeps. */
import type { JsonObject } from '../../../reference/structure.js';
import type { Draft, Recipe } from '../recipe.js';

const answer = (client: string, created_at: number, octets: number): JsonObject => ({
  client,
  created_at,
  octets,
});

/** Answers of these sizes to the clients a, b and c, the oldest first. */
const answers = (...sizes: number[]): JsonObject[] =>
  sizes.map((octets, i) => answer('abc'.charAt(i), i + 1, octets));

type Row = readonly [slug: string, title: string, input: JsonObject[], kept: string[], why: string];

const question = (record: number) => ({
  requires: ['OPENHOST-3.3-55'],
  op: 'evict',
  given: { record_octets: record },
  tags: ['boundary'],
});

/** The bytes that a record of this size leaves for answers. */
const besideRecord = (record: number, rows: readonly Row[]): Draft[] =>
  rows.map(([slug, title, input, accept, why]) => ({
    ...question(record),
    slug,
    title: `evict ${title}`,
    input,
    accept,
    why,
  }));

const oldest = 'A client waits for the newest answer. Older answers are probably used already.';
const limit = 'Relays and the DHT reject a packet over the limit of BEP44.';

export const evictionRecipe: Recipe = {
  structure: 'openhost/eviction',
  sections: ['3.3'],
  drafts: () => [
    ...besideRecord(295, [
      ['none', 'keeps an empty list', [], [], limit],
      ['one', 'keeps one answer that fits', answers(337), ['a'], limit],
      ['two', 'keeps two answers that fit', answers(337, 337), ['a', 'b'], limit],
      ['at-limit', 'keeps a packet of exactly 1000 bytes', answers(350, 355), ['a', 'b'], limit],
      ['below-limit', 'keeps a packet of 999 bytes', answers(350, 354), ['a', 'b'], limit],
      [
        'above-limit',
        'removes the oldest answer of a packet of 1001 bytes',
        answers(350, 356),
        ['b'],
        oldest,
      ],
      [
        'three',
        'removes the first answer when the third does not fit',
        answers(337, 337, 337),
        ['b', 'c'],
        oldest,
      ],
      [
        'by-age',
        'removes the oldest answer wherever it is in the list',
        [answer('a', 3, 337), answer('b', 1, 337), answer('c', 2, 337)],
        ['a', 'c'],
        'A daemon that stores answers in a map must not depend on their order.',
      ],
      [
        'oldest-small',
        'removes the oldest answer, even when a larger one would make more room',
        answers(10, 340, 360),
        ['b', 'c'],
        oldest,
      ],
      ['two-evicted', 'removes two answers when one is not enough', answers(200, 200, 600), ['c'], oldest],
      [
        'no-more-than-needed',
        'removes no more answers than needed',
        answers(350, 100, 300),
        ['b', 'c'],
        'Each evicted answer belongs to a client that then waits for it in vain.',
      ],
      ['too-long-alone', 'removes an answer that does not fit alone', answers(706), [], limit],
      ['fits-alone', 'keeps an answer that just fits alone', answers(705), ['a'], limit],
      [
        'newest-too-long',
        'removes every answer when the newest does not fit alone',
        answers(337, 706),
        [],
        'The rule evicts the oldest first, even when the newest alone is too large.',
      ],
    ]),
    ...besideRecord(1000, [
      ['full-record', 'removes every answer when the record fills the packet', answers(1), [], limit],
    ]),
    {
      ...question(1001),
      slug: 'record-too-long',
      title: 'a record that does not fit alone',
      input: [],
      reject: 'eviction/record-too-long',
      twin: 'full-record',
      why: limit,
    },
  ],
};
