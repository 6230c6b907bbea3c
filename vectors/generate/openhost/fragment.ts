/** Section 3.3: one fragment of an answer, with the limit of the text and with that of deployed peers. */
import { bothWays, refusing, refusingEach } from '../drafted.js';
import { cut, set, times } from '../hex_bytes.js';
import type { Draft, Recipe } from '../recipe.js';
import { caps, type Dialect, dialects, envelope, json } from './fragment.parts.js';

const both = (
  slug: string,
  title: string,
  [idx, total, payload]: readonly [number, number, string],
  why: string,
  change: Partial<Draft> = {},
): Draft[] =>
  bothWays(
    { slug, title, requires: ['OPENHOST-3.3-32'], why, ...change },
    envelope(idx, total, payload),
    json(idx, total, payload),
  );

function accepted(): Draft[] {
  const boundary = { tags: ['boundary'] };
  return [
    ...both('only', 'the only fragment', [0, 1, 'c0ffee'], 'Most answers have this form.'),
    ...both(
      'first-of-two',
      'the first of two',
      [0, 2, 'c0ffee'],
      'A decoder that exchanges index and total misreads the fragment.',
    ),
    ...both(
      'second-of-two',
      'the second of two',
      [1, 2, 'c0ffee'],
      'A decoder that counts from one rejects this fragment.',
    ),
    ...both(
      'last-of-255',
      'the last of the most',
      [254, 255, 'c0ffee'],
      'A decoder with a signed byte reads a negative number.',
      boundary,
    ),
    ...both(
      'next-to-last',
      'one before the last',
      [253, 255, 'c0ffee'],
      'A decoder with a signed byte reads a negative number.',
      boundary,
    ),
    ...both(
      'one-byte',
      'a payload of one byte',
      [0, 1, 'ee'],
      'A decoder with an off-by-one bound rejects the shortest payload.',
      boundary,
    ),
    ...both(
      '128',
      'a payload of 128 bytes',
      [0, 1, times('5a', 128)],
      'A decoder with a signed byte reads a negative length.',
      boundary,
    ),
  ];
}

function refused(): Draft[] {
  const good = envelope(0, 2, 'c0ffee');
  const decoding = { op: 'decode', beside: 'first-of-two', tags: ['boundary'] };
  const draft = refusing(decoding);
  const each = refusingEach(decoding);
  const version = 'A later version may change the layout, so a decoder that ignores the version misreads it.';
  const index = 'A decoder writes outside its list, or waits without end for a fragment that cannot come.';
  const length = 'A decoder that trusts the length reads past the end or ignores bytes.';
  const notSent = refusingEach({ op: 'encode', beside: 'only', tags: ['boundary'] });
  const none = 'No client can assemble it, so the connection fails.';
  return [
    ...each({ reject: 'fragment/version', requires: 'OPENHOST-3.3-33', why: version }, [
      ['version-0', 'version 0', set(good, 0, '00')],
      ['version-2', 'version 2', set(good, 0, '02')],
      ['version-255', 'version 255', set(good, 0, 'ff')],
    ]),
    ...each({ reject: 'fragment/total', requires: 'OPENHOST-3.3-52', why: index, beside: 'only' }, [
      ['total-0', 'a total of zero', set(envelope(0, 1, 'c0ffee'), 2, '00')],
    ]),
    ...each({ reject: 'fragment/index', requires: 'OPENHOST-3.3-53', why: index }, [
      ['index-at-total', 'an index equal to the total', set(good, 1, '02'), { beside: 'second-of-two' }],
      ['index-above-total', 'an index above the total', set(good, 1, '03'), { beside: 'second-of-two' }],
      ['index-1-of-1', 'index 1 of 1', set(envelope(0, 1, 'c0ffee'), 1, '01'), { beside: 'only' }],
      [
        'index-255',
        'index 255 of 255',
        set(envelope(254, 255, 'c0ffee'), 1, 'ff'),
        { beside: 'last-of-255' },
      ],
    ]),
    ...each({ reject: 'truncated', requires: 'OPENHOST-3.3-35', why: length }, [
      ['length-more', 'a length of one more than there is', set(good, 4, '04')],
    ]),
    ...each({ reject: 'fragment/trailing-bytes', requires: 'OPENHOST-3.3-35', why: length }, [
      ['length-less', 'a length of one less than there is', set(good, 4, '02')],
    ]),
    ...each({ reject: 'fragment/payload-length', requires: 'OPENHOST-3.3-32', why: length }, [
      ['length-little-endian', 'a length in little-endian', `010002${'0300'}c0ffee`],
    ]),
    draft(
      'length-zero',
      'a length of zero and no payload',
      envelope(0, 2, ''),
      'fragment/empty',
      'OPENHOST-3.3-35',
      'Two decoders disagree on whether an empty fragment completes an answer.',
      { beside: 'one-byte' },
    ),
    ...each({ reject: 'fragment/empty', requires: 'OPENHOST-3.3-35', why: length }, [
      ['length-zero-payload', 'a length of zero and a payload', set(good, 4, '00')],
    ]),
    ...each({ reject: 'truncated', requires: 'OPENHOST-3.3-35', why: length }, [
      ['cut-payload', 'an input without its last byte', cut(good)],
    ]),
    ...each({ reject: 'truncated', requires: 'OPENHOST-3.3-32', why: length }, [
      ['cut-header', 'an input that ends inside the length', good.slice(0, 8)],
      ['nothing', 'an empty input', ''],
    ]),
    ...each({ reject: 'fragment/trailing-bytes', requires: 'OPENHOST-3.3-35', why: length }, [
      ['trailing', 'a byte after the payload', `${good}00`],
    ]),
    ...notSent({ reject: 'fragment/total', requires: 'OPENHOST-3.3-52', why: none }, [
      ['total-0', 'a total of zero', json(0, 0, 'c0ffee')],
    ]),
    ...notSent({ reject: 'fragment/index', requires: 'OPENHOST-3.3-53', why: none }, [
      ['index-at-total', 'an index equal to the total', json(2, 2, 'c0ffee'), { beside: 'second-of-two' }],
      ['index-255', 'index 255 of 255', json(255, 255, 'c0ffee'), { beside: 'last-of-255' }],
    ]),
  ];
}

function capped(dialect: Dialect): Draft[] {
  const cap = caps[dialect];
  const above = times('5a', cap + 1);
  const shared = {
    given: { dialect },
    dialect,
    tags: ['boundary'],
    ...(dialect === 'deployed' ? { source: 'seen on the public implementation (OPENHOST-G14)' } : {}),
  };
  const refusal = { ...shared, beside: `${dialect}-${cap}` };
  const whyAbove =
    dialect === 'spec'
      ? 'The text allows 180 bytes, and known daemons send more. This vector shows the difference.'
      : 'Deployed clients reject 501 bytes.';
  return [
    ...[cap - 1, cap].flatMap((length) =>
      both(
        `${dialect}-${length}`,
        `a payload of ${length} bytes, with a limit of ${cap}`,
        [0, 1, times('5a', length)],
        'A peer with an off-by-one limit rejects valid fragments, or sends invalid ones.',
        { ...shared, requires: ['OPENHOST-3.3-36', 'OPENHOST-3.3-54'] },
      ),
    ),
    refusing({ ...refusal, op: 'decode' })(
      `${dialect}-${cap + 1}`,
      `a payload of ${cap + 1} bytes, with a limit of ${cap}`,
      envelope(0, 1, above),
      'fragment/payload-length',
      'OPENHOST-3.3-54',
      whyAbove,
    ),
    refusing({ ...refusal, op: 'encode' })(
      `${dialect}-${cap + 1}`,
      `a payload of ${cap + 1} bytes, with a limit of ${cap}`,
      json(0, 1, above),
      'fragment/payload-length',
      'OPENHOST-3.3-36',
      whyAbove,
    ),
  ];
}

export const fragmentRecipe: Recipe = {
  structure: 'openhost/fragment',
  sections: ['3.3'],
  dialects,
  drafts: () => [...accepted(), ...refused(), ...dialects.flatMap(capped)],
};
