/** Section 3.3: joining the fragments of an answer, and splitting an answer. */
import type { JsonObject } from '../../../reference/structure.js';
import { accepting } from '../drafted.js';
import { times } from '../hex_bytes.js';
import type { Draft, Recipe } from '../recipe.js';
import { caps, type Dialect, dialects, envelope } from './fragment.parts.js';
import { one, reassembly, record, two, whole, zero } from './reassembly.parts.js';
import { refused } from './reassembly.refused.js';

const draft = accepting(reassembly);

function joined(): Draft[] {
  const order = 'DNS records have no order, so a decoder must not depend on it.';
  const eleven = Array.from({ length: 11 }, (_, i) => record(i, envelope(i, 11, `a${i.toString(16)}`)));
  const most = Array.from({ length: 255 }, (_, i) =>
    record(i, envelope(i, 255, i.toString(16).padStart(2, '0'))),
  );
  return [
    draft(
      'one',
      'one fragment',
      [record(0, envelope(0, 1, 'aa00'))],
      'aa00',
      'OPENHOST-3.3-37',
      'Most answers have this form.',
    ),
    draft(
      'two',
      'two fragments',
      [record(0, envelope(0, 2, 'aa00')), record(1, envelope(1, 2, 'bb11'))],
      'aa00bb11',
      'OPENHOST-3.3-37',
      order,
    ),
    draft('three', 'three fragments', [zero, one, two], whole, 'OPENHOST-3.3-37', order),
    ...(
      [
        ['021', [zero, two, one]],
        ['102', [one, zero, two]],
        ['120', [one, two, zero]],
        ['201', [two, zero, one]],
        ['210', [two, one, zero]],
      ] as const
    ).map(([name, input]) =>
      draft(`order-${name}`, `three fragments in the order ${name}`, input, whole, 'OPENHOST-3.3-37', order),
    ),
    draft(
      'eleven',
      'eleven fragments, with 10 after 9',
      eleven,
      eleven.map((_, i) => `a${i.toString(16)}`).join(''),
      ['OPENHOST-3.3-31', 'OPENHOST-3.3-37'],
      'A decoder that sorts names as text puts 10 before 2.',
    ),
    draft(
      'uneven',
      'fragments of different lengths',
      [record(0, envelope(0, 2, 'aa')), record(1, envelope(1, 2, 'bbbbbb'))],
      'aabbbbbb',
      'OPENHOST-3.3-37',
      'The text does not require fragments of equal length.',
    ),
    draft(
      '255',
      'the largest number of fragments',
      most,
      Array.from({ length: 255 }, (_, i) => i.toString(16).padStart(2, '0')).join(''),
      'OPENHOST-3.3-37',
      'A decoder with a signed byte reads a negative length.',
    ),
  ];
}

/** Packets without a complete answer yet, and with records beyond it. */
function incomplete(): Draft[] {
  const none = 'The daemon has no answer yet, so the client must continue to poll.';
  const beyond =
    'Fragment 0 states the number of fragments, so without it a client cannot know that others are missing.';
  return [
    draft('none', 'a packet without fragments', [], null, 'OPENHOST-3.3-47', none),
    draft('no-zero', 'fragments without fragment 0', [one, two], null, 'OPENHOST-3.3-47', none),
    draft(
      'zero-as-00',
      'a fragment 0 under the name 00',
      [record('00', envelope(0, 1, 'aa00'))],
      null,
      ['OPENHOST-3.3-31', 'OPENHOST-3.3-47'],
      'A decoder that compares numbers takes 00 for 0.',
    ),
    draft(
      'zero-as-plus',
      'a fragment 0 under the name +0',
      [record('+0', envelope(0, 1, 'aa00'))],
      null,
      ['OPENHOST-3.3-31', 'OPENHOST-3.3-47'],
      'A number parser accepts a sign, which a name does not have.',
    ),
    draft(
      'beyond-total',
      'a fragment beyond the total of fragment 0',
      [zero, one, two, record(3, envelope(3, 4, 'dd33'))],
      whole,
      'OPENHOST-3.3-37',
      beyond,
    ),
    draft(
      'beyond-total-malformed',
      'a malformed record beyond the total of fragment 0',
      [zero, one, two, record(3, '02')],
      whole,
      'OPENHOST-3.3-37',
      beyond,
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
      why: 'A decoder with an off-by-one bound rejects the largest fragment.',
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
      why: 'The text requires that a client rejects the whole answer.',
      tags: ['boundary'],
    },
    ...[...new Set(splits)].map((length): Draft => {
      const sealed = Buffer.from(Array.from({ length }, (_, i) => (i * 7 + length) % 256)).toString('hex');
      return {
        ...shared,
        slug: `split-${length}-${dialect}`,
        title: `${length} bytes, in fragments of at most ${cap}`,
        requires: ['OPENHOST-3.3-36', 'OPENHOST-3.3-32'],
        op: 'split',
        input: sealed,
        accept: sealed,
        by: 'reopening',
        why: 'An encoder may cut anywhere, but order, indices and limit are fixed.',
        tags: ['boundary'],
      };
    }),
  ];
}

export const reassemblyRecipe: Recipe = {
  structure: 'openhost/reassembly',
  sections: ['3.3'],
  dialects,
  drafts: () => [...joined(), ...incomplete(), ...refused(), ...dialects.flatMap(capped)],
};
