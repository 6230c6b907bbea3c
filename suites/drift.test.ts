import { describe, expect, it } from 'vitest';
import { type Drift, drift, specOf } from './drift.js';
import { protocols } from './protocols.js';
import { placeOf, readPrints } from './spec_prints.js';
import {
  ALPHA,
  alphaPrints,
  asHtml,
  cut,
  resting,
  rewrapped,
  rulesOf,
  type Subject,
  specFor,
  subjects,
} from './testing/drift_texts.js';

const touched = ({ touched: all }: Drift): string[] => all.map(({ id }) => id).sort();
const sectionKinds = ({ sections }: Drift): string[] =>
  [...new Set(sections.map(({ change }) => change))].sort();

/** Every third rule from this one on: the three edits of single rules share the rules. CONFORM_ALL=1 makes each edit to each. */
const third = <T>(rules: readonly T[], from: number): readonly T[] =>
  process.env['CONFORM_ALL'] === '1' ? rules : rules.filter((_, at) => at % 3 === from);

/** Line numbers of headings, as the text itself is cut. */
describe.each(subjects())('an edit of the text of $name', (subject) => {
  const { text, of } = subject;
  const rules = rulesOf(subject);
  const sections = cut(text);

  it('has rules to edit', () => {
    expect(rules.length).toBeGreaterThan(2);
    expect(sections.length).toBeGreaterThan(5);
  });

  it('none: the text is the same', () => {
    expect(of(text)).toMatchObject({ same: true, formOnly: true, sections: [], sentences: [], touched: [] });
  });

  it('1. a moved section touches no clause', () => {
    const [first, second, ...rest] = sections.slice(-3);
    const before = sections.slice(0, -3);
    const found = of([...before, second, first, ...rest].map((one) => one?.body).join(''));
    expect(touched(found)).toEqual([]);
    expect(found.sentences).toEqual([]);
  });

  it('2. renumbered sections touch no clause', () => {
    const found = of(
      text
        .replace(
          /^(#* ?)(\d+)(\.\d+)?(\.?) ([A-Z])/gm,
          (_all, mark, top, sub = '', point, rest) => `${mark}${Number(top) + 1}${sub}${point} ${rest}`,
        )
        .replace(/^(?=2\. [A-Z])/m, '1. Scope\n'),
    );
    expect(touched(found)).toEqual([]);
    expect(found.sections.some(({ change }) => change === 'gone')).toBe(false);
  });

  it('3. a deleted sentence touches the clauses that rest on it, and no other', () => {
    for (const { found, clauses } of third(rules, 0)) {
      const drifted = of(text.replace(found, ''));
      expect(touched(drifted)).toEqual(clauses);
    }
  });

  it('4. an inserted sentence touches no clause, and is reported as untested', () => {
    for (const { found } of third(
      rules.filter((rule) => /^[A-Z]/.test(rule.found)),
      0,
    )) {
      const drifted = of(text.replace(found, `Peers MUST greet each other before noon. ${found}`));
      expect(touched(drifted)).toEqual([]);
      expect(drifted.sentences).toMatchObject([{ change: 'new', unheld: true, clauses: [] }]);
    }
  });

  it('5. a re-wrapped text says the same', () => {
    const other = rewrapped(text);
    expect(other).not.toBe(text);
    expect(of(other)).toMatchObject({ same: false, formOnly: true, touched: [] });
  });

  it('6. one MUST that becomes a SHOULD touches the clauses of its sentence', () => {
    for (const { found, clauses } of third(rules, 1)) {
      const softer = found.replace(/\b(MUST|must)\b/, 'SHOULD');
      const drifted = of(text.replace(found, softer));
      expect(touched(drifted)).toEqual(clauses);
      expect(drifted.sentences).toHaveLength(1);
      const fresh = drifted.sentences[0]?.words?.filter(({ is }) => is === 'new') ?? [];
      expect(fresh.map((word) => word.text)).toEqual(['SHOULD']);
    }
  });

  it('7. one word touches the clauses of its sentence, and is marked', () => {
    for (const { found, clauses } of third(rules, 2)) {
      const words = found.split(/(\s+)/);
      const at = words.findLastIndex((word) => /^[a-z]{3,}$/.test(word));
      if (at < 0) continue;
      const drifted = of(
        text.replace(found, [...words.slice(0, at), 'zebra', ...words.slice(at + 1)].join('')),
      );
      expect(touched(drifted)).toEqual(clauses);
      const fresh = drifted.sentences[0]?.words?.filter(({ is }) => is === 'new') ?? [];
      expect(fresh.map((word) => word.text)).toEqual(['zebra']);
    }
  });

  it('8. a new section touches no clause', () => {
    const last = sections.at(-2);
    const heading = text.startsWith('#') ? '## Greetings' : 'Appendix Z: Greetings';
    const body = `${heading}\nPeers MUST greet each other. The greeting is one line.\n`;
    const drifted = of(sections.map((one) => (one === last ? `${body}${one.body}` : one.body)).join(''));
    expect(touched(drifted)).toEqual([]);
    expect(sectionKinds(drifted)).toEqual(['new']);
    expect(drifted.sentences.map(({ change }) => change)).toEqual(['new', 'new']);
  });

  it('9. its HTML version says the same', () => {
    expect(of(asHtml(text)).sentences).toEqual([]);
    expect(touched(of(asHtml(text)))).toEqual([]);
  });

  it('10. CRLF says the same', () => {
    expect(of(text.replaceAll('\n', '\r\n'))).toMatchObject({ same: false, formOnly: true, touched: [] });
  });
});

describe('drift', () => {
  const [alpha] = subjects();
  const of = (text: string): Drift => (alpha as Subject).of(text);

  it('names cases, vectors, waivers and sets of a touched clause', () => {
    expect(of(ALPHA.replace('expired token', 'stale token')).touched).toMatchObject([
      {
        id: 'ALPHA-1-1',
        cases: ['alpha/1/expired'],
        vectors: ['alpha/token/old'],
        waivers: ['alpha/1/*'],
        sets: ['alpha-1'],
      },
      { id: 'ALPHA-1-2', cases: [], vectors: ['alpha/token/old'], waivers: [], sets: [] },
    ]);
  });

  it('reports sections that moved, or were renumbered, split, retitled, added or removed', () => {
    const kinds = (text: string): string[] => sectionKinds(of(text));
    expect(kinds(ALPHA.replace('3. Logs', '3. Records'))).toEqual(['retitled']);
    expect(kinds(ALPHA.replace('1.1 Form', '1.1 Kinds\nThere is one.\n1.2 Form'))).toEqual([
      'new',
      'renumbered',
    ]);
    expect(kinds(ALPHA.replace(/3\. Logs[\s\S]*/, ''))).toEqual(['gone']);
    expect(kinds(ALPHA.replace('Logs end', '\n4. Times\nLogs end'))).toEqual(['split']);
    const [one, two] = [
      /1\.1 Form\n.*\n/.exec(ALPHA)?.[0] ?? '',
      /2\.1 Codes[\s\S]*?(?=3\. )/.exec(ALPHA)?.[0] ?? '',
    ];
    const swapped = ALPHA.replace(one, '@')
      .replace(two, one.replace('1.1', '2.1'))
      .replace('@', two.replace('2.1', '1.1'));
    expect(kinds(swapped)).toEqual(['moved', 'renumbered']);
    expect(touched(of(swapped))).toEqual([]);
  });

  it('does not report a sentence that only cites a renumbered section', () => {
    expect(of(ALPHA.replace('§2.1', '§3.1')).sentences).toEqual([]);
  });

  it('shows the words that are gone where the old text is at hand', () => {
    const now = ALPHA.replace('an expired token', 'a stale token');
    const found = drift(specFor('alpha', ALPHA), alphaPrints(), now, { ...resting, old: ALPHA });
    expect(found.sentences[0]?.words).toMatchObject([
      { is: 'same' },
      { is: 'gone', text: 'an expired' },
      { is: 'new', text: 'a stale' },
      { is: 'same' },
    ]);
    const blind = of(now).sentences[0]?.words?.find(({ is }) => is === 'gone');
    expect(blind).toEqual({ is: 'gone', text: '[...]' });
  });
});

describe('specOf', () => {
  const specs = [
    { name: 'alpha', prints: alphaPrints() },
    { name: 'none', prints: { sections: [], clauses: {} } },
  ];

  it('recognises an edited text by the sentences that it kept', () => {
    expect(specOf(ALPHA.replace('expired', 'stale'), specs)?.name).toBe('alpha');
  });

  it('recognises nothing in a stranger', () => {
    expect(specOf('hello\n', specs)).toBeUndefined();
  });
});

/** Limits that we set ourselves, which the text does not state. */
const WITHOUT_SENTENCE: readonly string[] = ['PUNCH-7-17'];

describe('the clauses of a protocol', () => {
  it.each(protocols)('of $spec.protocol rest on sentences of its text', ({ spec, requirements }) => {
    const { sections, clauses } = readPrints(spec.protocol);
    const places = new Set(
      sections.flatMap(({ section, sentences }) => sentences.map(({ hash }) => placeOf(section, hash))),
    );
    const ids = new Set(requirements.map(({ id }) => id));
    for (const [id, own] of Object.entries(clauses)) {
      expect(ids.has(id), `${id} is a requirement`).toBe(true);
      for (const place of own) expect(places.has(place), `${id} rests on ${place}`).toBe(true);
    }
    const afloat = requirements.filter(({ id, implied }) => !implied && !(clauses[id]?.length ?? 0));
    expect(afloat.map(({ id }) => id).filter((id) => !WITHOUT_SENTENCE.includes(id))).toEqual([]);
  });
});
