import { describe, expect, it } from 'vitest';
import { namingStreams, usualForms } from './creation_form.js';
import { grantedForms } from './granted_forms.js';

const [usual, other] = usualForms;
if (!usual || !other) throw new Error('two usual forms');

describe('the form of a creation', () => {
  it('is each usual one in turn before one is granted, or the given one alone', () => {
    expect(grantedForms(undefined).toTry(false)).toBe(usualForms);
    const given = grantedForms(other);
    expect([given.current(), given.toTry(true)]).toEqual([other, [other]]);
  });

  it('is the one that was granted, and names streams once more where none was granted without', () => {
    const forms = grantedForms(undefined);
    expect(forms.current()).toBeUndefined();
    forms.granted({ form: other, namesStreams: true, showsStreams: true });
    expect([forms.current(), forms.toTry(true)]).toEqual([other, [other]]);
    expect(forms.toTry(false)).toEqual([other, namingStreams(other)]);
    forms.granted({ form: usual, namesStreams: false, showsStreams: true });
    expect([forms.current(), forms.toTry(false)]).toEqual([usual, [usual]]);
  });

  it('names streams from then on where an answer shows none', () => {
    const forms = grantedForms(undefined);
    forms.granted({ form: usual, namesStreams: false, showsStreams: false });
    expect(forms.current()).toEqual(namingStreams(usual));
    forms.granted({ form: other, namesStreams: false, showsStreams: true });
    expect(forms.current()).toEqual(namingStreams(usual));
  });
});
