import { describe, expect, it } from 'vitest';
import { nearest, unknown } from './suggest.js';

const names = ['punch', 'openhost', 'tunnel'];

describe('nearest', () => {
  it.each([
    ['punhc', 'punch'],
    ['OpenHost', 'openhost'],
    ['tunel', 'tunnel'],
    ['opnhosts', 'openhost'],
  ])('takes %s for %s', (word, meant) => expect(nearest(word, names)).toBe(meant));

  it('suggests nothing for a word that resembles none', () =>
    expect(nearest('webrtc', names)).toBeUndefined());
  it.each(['7', ''])('takes "%s" for no name of one letter', (word) =>
    expect(nearest(word, ['c'])).toBeUndefined(),
  );
});

describe('unknown', () => {
  it('suggests what was meant, or lists the known words', () => {
    expect(unknown('protocol', 'punhc', names)).toBe(
      'unknown protocol "punhc" (did you mean "punch"?); known: punch, openhost, tunnel',
    );
    expect(unknown('protocol', 'x', names)).toBe('unknown protocol "x"; known: punch, openhost, tunnel');
  });
});
