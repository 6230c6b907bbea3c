/** The rules of a title and a reason that a machine can check, for every protocol. */
import { describe, expect, it } from 'vitest';
import { protocols } from './protocols.js';
import { casesOf } from './registry.js';

const words = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
/** Words that prose.md replaces, and inversions that a reader has to decode. */
const RIDDLES =
  /\b(?:whoever|torn down|tears? down|gives? back|mends?|wish(?:es)?|(?:is|are) none|takes? again|not spoken of|likewise|what is no|nobody else makes)\b/i;
/** A passive without an actor, and subjects that name nobody. */
const UNNAMED = /\b(?:is|are) refused\.|^Told\b|^Who\b/;
/** The longest suffix that a pairing adds to a title of tunnel. */
const PAIRING = / \((?:target to target|(?:in|out) of the .*)\)$/;

describe.each(protocols.map(({ spec, cases }) => [spec.protocol, cases] as const))(
  'a live case of %s',
  (protocol, cases) => {
    it('says in one or two sentences what goes wrong in the field', () => {
      const unclear = cases.filter(({ why }) => {
        const sentences = why.split(/(?<=[.!?])\s+(?=[A-Z])/);
        return !/^[A-Z].{25,220}\.$/.test(why) || sentences.length > 2;
      });
      expect(unclear.map(({ id, why }) => `${id}: ${why}`)).toEqual([]);
    });

    it('has a unique title that fits on a line and is not a sentence', () => {
      const titles = cases.map(({ title }) => title);
      expect(titles.filter((title, i) => titles.indexOf(title) !== i)).toEqual([]);
      expect(
        titles.filter((title) => title.replace(PAIRING, '').length > 120 || title.endsWith('.')),
      ).toEqual([]);
    });

    it('says more in its title than its slug does', () => {
      const bare = cases.filter(
        ({ id, title }) => words(title).split(' ').length < 4 || words(id).endsWith(words(title)),
      );
      expect(bare.map(({ id, title }) => `${id}: ${title}`)).toEqual([]);
    });

    it('uses the words of the field', () => {
      const RIDDLES =
        /\b(?:whoever|torn down|gives? back|mends?|wish(?:es)?|(?:is|are) none|takes? again|for ever and)\b/i;
      const texts = cases.flatMap(({ id, title, why }) => [`${id}: ${title}`, `${id}: ${why}`]);
      expect(texts.filter((text) => RIDDLES.test(text))).toEqual([]);
      expect(texts.length).toBe(2 * cases.length);
      expect(cases.every(({ id }) => id.startsWith(`${protocol}/`))).toBe(true);
    });
  },
);

describe.each(
  protocols.map(({ spec, requirements, findings }) => [spec.protocol, requirements, findings] as const),
)('a clause or finding of %s', (_protocol, requirements, findings) => {
  const clauses = requirements.map(({ id, text }) => [id, text] as const);
  const reasons = requirements.flatMap(({ id, excluded }) => (excluded ? [[id, excluded] as const] : []));
  const told = findings.flatMap(({ id, breaks, stance }) => [[id, breaks] as const, [id, stance] as const]);
  const titles = findings.map(({ id, title }) => [id, title] as const);

  it('is made of whole sentences', () => {
    const broken = [...clauses, ...told].filter(([, text]) => !/^[\w"*].* .*\.$/.test(text));
    expect(broken).toEqual([]);
    expect(clauses.length * told.length).toBeGreaterThan(0);
  });

  it('uses the words of the field', () => {
    const all = [...clauses, ...reasons, ...told, ...titles];
    expect(all.filter(([, text]) => RIDDLES.test(text) || UNNAMED.test(text))).toEqual([]);
  });
});

describe('a vector', () => {
  const vectors = casesOf().filter(({ kind }) => kind !== 'live');

  it('says in whole sentences why it matters', () => {
    const unclear = vectors.filter(({ why }) => !/^[A-Za-z0-9+].{15,240}\.$/.test(why) || UNNAMED.test(why));
    expect(unclear.map(({ id, why }) => `${id}: ${why}`)).toEqual([]);
    expect(vectors.length).toBeGreaterThan(1000);
  });

  it('of openhost names the outcome of its operation', () => {
    const judged = vectors.filter(
      ({ protocol, expects }) => protocol === 'openhost' && expects === 'refusal',
    );
    expect(judged.filter(({ title }) => !/^[a-z-]+ rejects /.test(title)).map(({ id }) => id)).toEqual([]);
    expect(judged.length).toBeGreaterThan(300);
  });

  it('uses the words of the field', () => {
    const texts = vectors.map(({ id, title, why }) => `${id}: ${title}. ${why}`);
    expect(texts.filter((text) => RIDDLES.test(text) || /\brefuse[sd]?\b/.test(text))).toEqual([]);
  });
});
