import { accepting, refusing } from '../drafted.js';
import type { Recipe } from '../recipe.js';
import { vectorKeys } from './keys.js';
import { refused } from './words.js';

export const allowListRecipe: Recipe = {
  structure: 'tunnel/allow-list',
  sections: ['access'],
  drafts: () => {
    const [one = '', two = ''] = vectorKeys.toSorted();
    const accept = accepting({ op: 'decode' });
    const refuseBesideOne = refusing({ ...refused, beside: 'one' });
    const refuseBesideTwo = refusing({ ...refused, beside: 'two' });
    return [
      accept(
        'one',
        'an allow list of one key is accepted',
        one,
        [one],
        'TUNNEL-ACCESS-2',
        'A program that rejects the list locks out the only allowed peer.',
      ),
      accept(
        'two',
        'an allow list of two keys is accepted',
        `${one},${two}`,
        [one, two],
        'TUNNEL-ACCESS-2',
        'A parser that reads only one key locks out all other peers.',
      ),
      accept(
        'any-order',
        'an allow list in any order is accepted',
        `${two},${one}`,
        [one, two],
        'TUNNEL-ACCESS-2',
        'A parser that depends on the order locks out a peer because of its place in the list.',
      ),
      refuseBesideTwo(
        'semicolon',
        'an allow list with a semicolon between keys is rejected',
        `${one};${two}`,
        'public-key/length',
        'TUNNEL-ACCESS-5',
        'Only commas separate keys; another separator must not pass for one key.',
      ),
      refuseBesideOne(
        'no-key',
        'an allow list with a word for a key is rejected',
        'everybody',
        'public-key/length',
        'TUNNEL-ACCESS-5',
        'A parser that skips invalid entries ends with an empty list and lets everybody in.',
      ),
      refuseBesideTwo(
        'second-no-key',
        'an allow list with a truncated second key is rejected',
        `${one},${two.slice(1)}`,
        'public-key/length',
        'TUNNEL-ACCESS-5',
        'The operator does not learn of the typo, and the peer is locked out.',
      ),
      refuseBesideOne(
        'star',
        'an allow list with a star is rejected',
        '*',
        'public-key/length',
        'TUNNEL-ACCESS-5',
        'A program that reads a pattern lets everybody in.',
      ),
      refuseBesideOne(
        'empty',
        'an empty allow list is rejected',
        '',
        'allow-list/empty',
        'TUNNEL-ACCESS-6',
        'An operator who clears the list by mistake opens the service to everybody.',
      ),
    ];
  },
};
