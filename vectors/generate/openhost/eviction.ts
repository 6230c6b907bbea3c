/** Section 3.3: which answers a packet of 1000 bytes keeps. */
import type { JsonObject } from '../../../reference/structure.js';
import type { Draft, Recipe } from '../recipe.js';

const answer = (client: string, created_at: number, octets: number): JsonObject => ({
  client,
  created_at,
  octets,
});

export const evictionRecipe: Recipe = {
  structure: 'openhost/eviction',
  sections: ['3.3'],
  drafts: () => {
    const draft = (
      slug: string,
      title: string,
      record: number,
      input: readonly JsonObject[],
      accept: readonly string[],
      why: string,
    ): Draft => ({
      slug,
      title,
      requires: ['OPENHOST-3.3-55'],
      op: 'evict',
      given: { record_octets: record },
      input,
      accept,
      why,
      tags: ['boundary'],
    });
    const oldest = 'A client waits for the newest answer. Older answers are probably used already.';
    const limit = 'Relays and the DHT reject a packet over the limit of BEP44.';
    return [
      draft('none', 'evict keeps an empty list', 295, [], [], limit),
      draft('one', 'evict keeps one answer that fits', 295, [answer('a', 1, 337)], ['a'], limit),
      draft(
        'two',
        'evict keeps two answers that fit',
        295,
        [answer('a', 1, 337), answer('b', 2, 337)],
        ['a', 'b'],
        limit,
      ),
      draft(
        'at-limit',
        'evict keeps a packet of exactly 1000 bytes',
        295,
        [answer('a', 1, 350), answer('b', 2, 355)],
        ['a', 'b'],
        limit,
      ),
      draft(
        'below-limit',
        'evict keeps a packet of 999 bytes',
        295,
        [answer('a', 1, 350), answer('b', 2, 354)],
        ['a', 'b'],
        limit,
      ),
      draft(
        'above-limit',
        'evict removes the oldest answer of a packet of 1001 bytes',
        295,
        [answer('a', 1, 350), answer('b', 2, 356)],
        ['b'],
        oldest,
      ),
      draft(
        'three',
        'evict removes the first answer when the third does not fit',
        295,
        [answer('a', 1, 337), answer('b', 2, 337), answer('c', 3, 337)],
        ['b', 'c'],
        oldest,
      ),
      draft(
        'by-age',
        'evict removes the oldest answer wherever it is in the list',
        295,
        [answer('a', 3, 337), answer('b', 1, 337), answer('c', 2, 337)],
        ['a', 'c'],
        'A daemon that stores answers in a map must not depend on their order.',
      ),
      draft(
        'oldest-small',
        'evict removes the oldest answer, even when a larger one would make more room',
        295,
        [answer('a', 1, 10), answer('b', 2, 340), answer('c', 3, 360)],
        ['b', 'c'],
        oldest,
      ),
      draft(
        'two-evicted',
        'evict removes two answers when one is not enough',
        295,
        [answer('a', 1, 200), answer('b', 2, 200), answer('c', 3, 600)],
        ['c'],
        oldest,
      ),
      draft(
        'no-more-than-needed',
        'evict removes no more answers than needed',
        295,
        [answer('a', 1, 350), answer('b', 2, 100), answer('c', 3, 300)],
        ['b', 'c'],
        'Each evicted answer belongs to a client that then waits for it in vain.',
      ),
      draft(
        'too-long-alone',
        'evict removes an answer that does not fit alone',
        295,
        [answer('a', 1, 706)],
        [],
        limit,
      ),
      draft(
        'fits-alone',
        'evict keeps an answer that just fits alone',
        295,
        [answer('a', 1, 705)],
        ['a'],
        limit,
      ),
      draft(
        'newest-too-long',
        'evict removes every answer when the newest does not fit alone',
        295,
        [answer('a', 1, 337), answer('b', 2, 706)],
        [],
        'The rule evicts the oldest first, even when the newest alone is too large.',
      ),
      draft(
        'full-record',
        'evict removes every answer when the record fills the packet',
        1000,
        [answer('a', 1, 1)],
        [],
        limit,
      ),
      {
        slug: 'record-too-long',
        title: 'a record that does not fit alone',
        requires: ['OPENHOST-3.3-55'],
        op: 'evict',
        given: { record_octets: 1001 },
        input: [],
        reject: 'eviction/record-too-long',
        twin: 'full-record',
        why: limit,
        tags: ['boundary'],
      },
    ];
  },
};
