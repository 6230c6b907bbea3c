import { refusing } from '../drafted.js';
import type { Draft, Recipe } from '../recipe.js';
import { vectorKeys } from './keys.js';
import { accepts, refused } from './words.js';

export const allowListRecipe: Recipe = {
  structure: 'tunnel/allow-list',
  sections: ['access'],
  drafts: () => {
    const [one = '', two = ''] = vectorKeys.toSorted();
    const refuse = (
      slug: string,
      input: string,
      reject: string,
      requires: string,
      beside: string,
      why: string,
    ): Draft =>
      refusing({ ...refused, beside })(
        slug,
        `an allow list is rejected: ${slug.replaceAll('-', ' ')}`,
        input,
        reject,
        requires,
        why,
      );
    return [
      ...accepts('TUNNEL-ACCESS-2', [
        ['one', one, [one], 'The only allowed peer is locked out.'],
        ['two', `${one},${two}`, [one, two], 'All but one of the allowed peers are locked out.'],
        ['any-order', `${two},${one}`, [one, two], 'A peer is locked out because of its place in the list.'],
      ]),
      refuse(
        'semicolon',
        `${one};${two}`,
        'public-key/length',
        'TUNNEL-ACCESS-5',
        'two',
        'Only commas separate keys; another separator must not pass for one key.',
      ),
      refuse(
        'no-key',
        'everybody',
        'public-key/length',
        'TUNNEL-ACCESS-5',
        'one',
        'A parser that skips invalid entries ends with an empty list and lets everybody in.',
      ),
      refuse(
        'second-no-key',
        `${one},${two.slice(1)}`,
        'public-key/length',
        'TUNNEL-ACCESS-5',
        'two',
        'The operator does not learn of the typo, and the peer is locked out.',
      ),
      refuse(
        'star',
        '*',
        'public-key/length',
        'TUNNEL-ACCESS-5',
        'one',
        'A pattern is no key, and must not let everybody in.',
      ),
      refuse(
        'empty',
        '',
        'allow-list/empty',
        'TUNNEL-ACCESS-6',
        'one',
        'An operator who clears the list by mistake opens the service to everybody.',
      ),
    ];
  },
};
