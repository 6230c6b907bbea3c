/** Section 3.3: putting the fragments of an answer together, and making them. */
import type { JsonObject } from '../../reference/structure.js';
import { set, times } from './openhost_bytes.js';
import { envelope } from './openhost_fragment.js';
import type { Draft, Recipe } from './recipe.js';

const dialects = ['spec', 'deployed'] as const;
type Dialect = (typeof dialects)[number];
const caps: Readonly<Record<Dialect, number>> = { spec: 180, deployed: 500 };

const record = (suffix: number | string, bytes: string): JsonObject => ({
  suffix: String(suffix),
  envelope: bytes,
});
const zero = record(0, envelope(0, 3, 'aa00'));
const one = record(1, envelope(1, 3, 'bb11'));
const two = record(2, envelope(2, 3, 'cc22'));
const whole = 'aa00bb11cc22';

function accepted(): Draft[] {
  const draft = (
    slug: string,
    title: string,
    input: readonly JsonObject[],
    accept: string | null,
    requires: readonly string[],
    why: string,
  ): Draft => ({
    slug,
    title,
    requires,
    op: 'reassemble',
    input,
    accept,
    why,
  });
  const order = 'Records of a DNS packet have no order.';
  const none = 'The daemon has not queued an answer yet: the client polls on, and does not give up.';
  const eleven = Array.from({ length: 11 }, (_, i) => record(i, envelope(i, 11, `a${i.toString(16)}`)));
  const most = Array.from({ length: 255 }, (_, i) =>
    record(i, envelope(i, 255, i.toString(16).padStart(2, '0'))),
  );
  const beyond = 'Fragment zero says how many there are, and no other is fetched.';
  return [
    draft(
      'one',
      'one fragment',
      [record(0, envelope(0, 1, 'aa00'))],
      'aa00',
      ['OPENHOST-3.3-37'],
      'What most answers come as.',
    ),
    draft(
      'two',
      'two fragments',
      [record(0, envelope(0, 2, 'aa00')), record(1, envelope(1, 2, 'bb11'))],
      'aa00bb11',
      ['OPENHOST-3.3-37'],
      order,
    ),
    draft('three', 'three fragments', [zero, one, two], whole, ['OPENHOST-3.3-37'], order),
    ...(
      [
        ['021', [zero, two, one]],
        ['102', [one, zero, two]],
        ['120', [one, two, zero]],
        ['201', [two, zero, one]],
        ['210', [two, one, zero]],
      ] as const
    ).map(([name, input]) =>
      draft(
        `order-${name}`,
        `three fragments in the order ${name}`,
        input,
        whole,
        ['OPENHOST-3.3-37'],
        order,
      ),
    ),
    draft(
      'eleven',
      'eleven fragments: 10 comes behind 9',
      eleven,
      eleven.map((_, i) => `a${i.toString(16)}`).join(''),
      ['OPENHOST-3.3-31', 'OPENHOST-3.3-37'],
      'Sorted as texts, 10 comes before 2.',
    ),
    draft(
      'uneven',
      'fragments of different lengths',
      [record(0, envelope(0, 2, 'aa')), record(1, envelope(1, 2, 'bbbbbb'))],
      'aabbbbbb',
      ['OPENHOST-3.3-37'],
      'Nothing says that fragments are equally long.',
    ),
    draft(
      '255',
      'as many as there can be',
      most,
      Array.from({ length: 255 }, (_, i) => i.toString(16).padStart(2, '0')).join(''),
      ['OPENHOST-3.3-37'],
      'A signed byte shows here.',
    ),
    draft('none', 'no record', [], null, ['OPENHOST-3.3-47'], none),
    draft('no-zero', 'fragments, but not zero', [one, two], null, ['OPENHOST-3.3-47'], none),
    draft(
      'zero-as-00',
      'zero under the name 00',
      [record('00', envelope(0, 1, 'aa00'))],
      null,
      ['OPENHOST-3.3-31', 'OPENHOST-3.3-47'],
      'Names are compared, not numbers: 00 is another name.',
    ),
    draft(
      'zero-as-plus',
      'zero under the name +0',
      [record('+0', envelope(0, 1, 'aa00'))],
      null,
      ['OPENHOST-3.3-31', 'OPENHOST-3.3-47'],
      'Parsers of numbers take a sign; names do not.',
    ),
    draft(
      'beyond-total',
      'a fragment that zero does not announce',
      [zero, one, two, record(3, envelope(3, 4, 'dd33'))],
      whole,
      ['OPENHOST-3.3-37'],
      beyond,
    ),
    draft(
      'beyond-total-malformed',
      'a malformed record that zero does not announce',
      [zero, one, two, record(3, '02')],
      whole,
      ['OPENHOST-3.3-37'],
      beyond,
    ),
  ];
}

function refused(): Draft[] {
  const draft = (
    slug: string,
    title: string,
    input: readonly JsonObject[],
    reject: string,
    requires: string,
    why: string,
    twin = 'three',
  ): Draft => ({
    slug,
    title,
    requires: [requires],
    op: 'reassemble',
    input,
    reject,
    twin,
    why,
  });
  const total = 'Two answers, one replacing the other, must not be mixed.';
  const index = 'A record under the name of another puts its bytes in the wrong place.';
  const missing = 'A hole that is skipped is a sealed box that does not open, and no word of why.';
  const duplicate = 'Which of two counts must not depend on the order of the records.';
  const other = (from: JsonObject, bytes: string): JsonObject => ({ ...from, envelope: bytes });
  return [
    draft(
      'total-first',
      'zero announces more than the others',
      [other(zero, envelope(0, 4, 'aa00')), one, two, record(3, envelope(3, 3 + 1, 'dd33'))],
      'reassembly/total',
      'OPENHOST-3.3-48',
      total,
    ),
    draft(
      'total-middle',
      'the middle one has another total',
      [zero, other(one, envelope(1, 2, 'bb11')), two],
      'reassembly/total',
      'OPENHOST-3.3-48',
      total,
    ),
    draft(
      'total-last',
      'the last one has another total',
      [zero, one, other(two, envelope(2, 4, 'cc22'))],
      'reassembly/total',
      'OPENHOST-3.3-48',
      total,
    ),
    draft(
      'index-middle',
      'the middle one says it is the last',
      [zero, other(one, envelope(2, 3, 'bb11')), two],
      'reassembly/index',
      'OPENHOST-3.3-49',
      index,
    ),
    draft(
      'index-last',
      'the last one says it is zero',
      [zero, one, other(two, envelope(0, 3, 'cc22'))],
      'reassembly/index',
      'OPENHOST-3.3-49',
      index,
    ),
    draft(
      'index-zero',
      'zero says it is the first',
      [other(zero, envelope(1, 3, 'aa00')), one, two],
      'reassembly/index',
      'OPENHOST-3.3-34',
      index,
    ),
    draft(
      'swapped',
      'two records under the names of each other',
      [zero, record(2, envelope(1, 3, 'bb11')), record(1, envelope(2, 3, 'cc22'))],
      'reassembly/index',
      'OPENHOST-3.3-49',
      index,
    ),
    draft(
      'missing-middle',
      'the middle one is missing',
      [zero, two],
      'reassembly/missing',
      'OPENHOST-3.3-50',
      missing,
    ),
    draft(
      'missing-last',
      'the last one is missing',
      [zero, one],
      'reassembly/missing',
      'OPENHOST-3.3-50',
      missing,
    ),
    draft(
      'missing-all',
      'all but zero are missing',
      [zero],
      'reassembly/missing',
      'OPENHOST-3.3-50',
      missing,
    ),
    draft(
      'leading-zero',
      'the last one has a leading zero in its name',
      [zero, one, record('02', envelope(2, 3, 'cc22'))],
      'reassembly/missing',
      'OPENHOST-3.3-31',
      'Names are compared, not numbers.',
    ),
    draft(
      'duplicate-zero',
      'zero twice',
      [zero, zero, one, two],
      'reassembly/duplicate',
      'OPENHOST-3.3-51',
      duplicate,
    ),
    draft(
      'duplicate-middle',
      'the middle one twice',
      [zero, one, one, two],
      'reassembly/duplicate',
      'OPENHOST-3.3-51',
      duplicate,
    ),
    draft(
      'duplicate-last',
      'the last one twice, with other bytes',
      [zero, one, two, other(two, envelope(2, 3, 'dd33'))],
      'reassembly/duplicate',
      'OPENHOST-3.3-51',
      duplicate,
    ),
    draft(
      'total-zero',
      'a total of zero',
      [record(0, set(envelope(0, 1, 'aa00'), 2, '00'))],
      'fragment/total',
      'OPENHOST-3.3-52',
      'An answer of no fragments is no answer.',
      'one',
    ),
    draft(
      'index-at-total',
      'the last one has an index equal to its total',
      [zero, one, other(two, envelope(3, 3, 'cc22'))],
      'fragment/index',
      'OPENHOST-3.3-53',
      index,
    ),
    draft(
      'version',
      'the last one has another version',
      [zero, one, other(two, `02${envelope(2, 3, 'cc22').slice(2)}`)],
      'fragment/version',
      'OPENHOST-3.3-33',
      'One fragment of another version spoils the whole.',
    ),
    draft(
      'empty',
      'the last one is empty',
      [zero, one, other(two, envelope(2, 3, ''))],
      'fragment/empty',
      'OPENHOST-3.3-35',
      'A fragment that carries nothing is no slice of anything.',
    ),
    draft(
      'length',
      'the last one is shorter than its length',
      [zero, one, other(two, envelope(2, 3, 'cc22', 3))],
      'truncated',
      'OPENHOST-3.3-35',
      missing,
    ),
  ];
}

function capped(dialect: Dialect): Draft[] {
  const cap = caps[dialect];
  const shared = { given: { dialect }, dialect };
  const fragments = (last: number): JsonObject[] => [
    record(0, envelope(0, 2, times('5a', cap))),
    record(1, envelope(1, 2, times('a5', last))),
  ];
  const splits = [1, cap - 1, cap, cap + 1, 2 * cap, 2 * cap + 1, 265];
  return [
    {
      ...shared,
      slug: `cap-${dialect}`,
      title: `two fragments of ${cap} bytes`,
      requires: ['OPENHOST-3.3-54'],
      op: 'reassemble',
      input: fragments(cap),
      accept: times('5a', cap) + times('a5', cap),
      why: 'The cap itself is allowed.',
      tags: ['boundary'],
    },
    {
      ...shared,
      slug: `above-cap-${dialect}`,
      title: `a second fragment of ${cap + 1} bytes`,
      requires: ['OPENHOST-3.3-54'],
      op: 'reassemble',
      input: fragments(cap + 1),
      reject: 'fragment/payload-length',
      twin: `cap-${dialect}`,
      why: 'The text has clients refuse the whole answer.',
      tags: ['boundary'],
    },
    ...[...new Set(splits)].map((length): Draft => {
      const sealed = Buffer.from(Array.from({ length }, (_, i) => (i * 7 + length) % 256)).toString('hex');
      return {
        ...shared,
        slug: `split-${length}-${dialect}`,
        title: `${length} bytes are split so that they come together again, ${cap} at most in each`,
        requires: ['OPENHOST-3.3-36', 'OPENHOST-3.3-32'],
        op: 'split',
        input: sealed,
        accept: sealed,
        by: 'reopening',
        why: 'Where to cut is free; the order, the indices and the cap are not.',
        tags: ['boundary'],
      };
    }),
  ];
}

export const reassemblyRecipe: Recipe = {
  structure: 'openhost/reassembly',
  sections: ['3.3'],
  dialects,
  drafts: () => [...accepted(), ...refused(), ...dialects.flatMap(capped)],
};
