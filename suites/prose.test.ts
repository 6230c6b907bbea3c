/** The rules of a title and a reason that a machine can check, for every protocol. */
import { describe, expect, it } from 'vitest';
import { whys } from './openhost/why.js';
import { protocols } from './protocols.js';

const words = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
/** The longest suffix that a pairing adds to a title of tunnel. */
const PAIRING = / \((?:target to target|(?:in|out) of the .*)\)$/;

describe.each(protocols.map(({ spec, cases }) => [spec.protocol, cases] as const))(
  'a live case of %s',
  (protocol, cases) => {
    it('says in one or two sentences what goes wrong in the field', () => {
      const unclear = cases.filter(({ why = '' }) => {
        const sentences = why.split(/(?<=[.!?])\s+(?=[A-Z])/);
        return !/^[A-Z].{25,220}\.$/.test(why) || sentences.length > 2;
      });
      expect(unclear.map(({ id, why }) => `${id}: ${why}`)).toEqual([]);
    });

    it('has a title of its own, which fits on a line and is no sentence', () => {
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
      const texts = cases.flatMap(({ id, title, why = '' }) => [`${id}: ${title}`, `${id}: ${why}`]);
      expect(texts.filter((text) => RIDDLES.test(text))).toEqual([]);
      expect(texts.length).toBe(2 * cases.length);
      expect(cases.every(({ id }) => id.startsWith(`${protocol}/`))).toBe(true);
    });
  },
);

it('gives no reason for a case of openhost that does not exist', () => {
  const known = new Set(protocols.flatMap(({ cases }) => cases.map(({ id }) => id)));
  expect(Object.keys(whys).filter((base) => !known.has(`openhost/${base}`))).toEqual([]);
});
