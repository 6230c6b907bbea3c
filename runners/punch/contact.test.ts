import { describe, expect, it } from 'vitest';
import { MOST_SILENT, openContact } from './contact.js';

const error = (at: number) => new Error(`no answer ${at}`);

describe('the contact to a target', () => {
  it('is lost after some requests in a row without an answer', () => {
    const contact = openContact();
    const waits = Array.from({ length: MOST_SILENT + 1 }, (_, at) => contact.unanswered(error(at)));
    expect(waits).toEqual([...Array.from({ length: MOST_SILENT }, () => true), false]);
    expect(contact.silence()[0]).toEqual(error(0));
  });

  it('is whole again after an answer', () => {
    const contact = openContact();
    contact.unanswered(error(0));
    contact.answered();
    expect([contact.silence(), contact.answers()]).toEqual([[], 1]);
  });

  it('starts anew for a second attempt, whose answers count', () => {
    const contact = openContact();
    contact.unanswered(error(0));
    const second = contact.again();
    second.answered();
    expect([second.silence(), contact.silence().length, contact.answers()]).toEqual([[], 1, 1]);
  });
});
