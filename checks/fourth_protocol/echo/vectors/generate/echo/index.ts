import { accepting, refusing } from '../drafted.js';
import type { Recipe } from '../recipe.js';

const accept = accepting({ op: 'decode' });
const refuse = refusing({ op: 'decode', beside: 'hello' });

const lineRecipe: Recipe = {
  structure: 'echo/line',
  sections: ['line'],
  drafts: () => [
    accept('hello', 'a line is read', '68690a', 'hi', 'ECHO-LINE-1', 'Nothing is understood.'),
    refuse(
      'unended',
      'text without a line feed is rejected',
      '6869',
      'line/unended',
      'ECHO-LINE-2',
      'The first half of a line is taken for the whole.',
    ),
    refuse(
      'not-utf8',
      'a line that is no UTF-8 is rejected',
      'ff690a',
      'utf8/invalid',
      'ECHO-LINE-1',
      'Two programs show two texts for one line.',
    ),
  ],
};

export const echoRecipes: readonly Recipe[] = [lineRecipe];
