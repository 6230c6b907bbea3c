import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { inPackage } from '../package.js';
import { type Drift, drift, type Resting, specOf } from './drift.js';
import type { Requirement } from './model.js';
import { protocols } from './protocols.js';
import { casesOf } from './registry.js';
import { type Spec, sectionsOf, sha256 } from './spec.js';
import { placeOf, readPrints, type SpecPrints, writtenPrints } from './spec_prints.js';
import { hashOf, textSections } from './spec_text.js';

/** A text of our own, so that the ten edits are made on a machine that has none of the specs. */
const ALPHA = `The Alpha protocol lets two peers meet.
1. Tokens
A token carries the name of its session. The server MUST reject an expired token
with the code EXPIRED. A client MAY ask for a new one (see §2.1).
- Key: 32 bytes, never logged.
- Name: at most 64 characters.
1.1 Form
The form is base64url without padding. A reader MUST reject any other form.
2. Errors
Every error carries a code and a text for people.
2.1 Codes
| Code | Meaning |
|---|---|
| EXPIRED | The token is too old. |
| FORM | The token has another form. |
Clients MUST treat an unknown code as fatal.
3. Logs
The server MUST NOT log a token. Logs end after a day.
`;

const CITED: Readonly<Record<string, string>> = {
  'ALPHA-1-1': 'The server MUST reject an expired token',
  'ALPHA-1-2': 'The server MUST reject an expired token',
  'ALPHA-1-3': 'Key: 32 bytes',
  'ALPHA-1.1-1': 'A reader MUST reject any other form',
  'ALPHA-2.1-1': 'Clients MUST treat an unknown code',
  'ALPHA-3-1': 'MUST NOT log a token',
};

const specFor = (protocol: string, text: string): Spec => ({
  protocol,
  title: protocol,
  version: '1',
  sha256: sha256(text),
  sections: sectionsOf(text),
});

const requirement = (id: string): Requirement => ({
  id,
  protocol: 'alpha',
  section: '1',
  level: 'must',
  binds: ['server'],
  observed: ['live'],
  text: `What ${id} says.`,
});

const placesIn = (text: string, part: string): string[] =>
  textSections(text).flatMap(({ section, sentences }) =>
    sentences.filter((one) => one.includes(part)).map((one) => placeOf(section, hashOf(one))),
  );

const alphaPrints = (): SpecPrints => {
  const clauses = Object.fromEntries(Object.entries(CITED).map(([id, part]) => [id, placesIn(ALPHA, part)]));
  const { sections, ...rest } = writtenPrints(ALPHA, clauses);
  return {
    ...rest,
    sections: sections.map((one) => ({
      ...one,
      sentences: one.sentences.map((line) => ({
        hash: line.split(' ')[0] ?? '',
        words: Uint8Array.from(Buffer.from(line.split(' ')[1] ?? '', 'base64')),
      })),
    })),
  };
};

const resting: Resting = {
  requirements: Object.keys(CITED).map(requirement),
  cases: [
    { id: 'alpha/1/expired', requires: ['ALPHA-1-1'], kind: 'live' },
    { id: 'alpha/token/old', requires: ['ALPHA-1-1', 'ALPHA-1-2'], kind: 'vector' },
    { id: 'alpha/3/log', requires: ['ALPHA-3-1'], kind: 'live' },
  ],
  waivers: [{ id: 'alpha/1/*', covers: (id) => id.startsWith('alpha/1/') }],
  sets: [{ name: 'alpha-1', requirements: ['ALPHA-1-1'] }],
};

interface Subject {
  readonly name: string;
  readonly text: string;
  readonly of: (text: string) => Drift;
  readonly prints: SpecPrints;
}

const SPECS = {
  punch: 'punch-rfc-1.0.0.txt',
  openhost: 'openhost-wire-format.txt',
  tunnel: 'tunnel-punch-over-iroh.md',
};

function subjects(): Subject[] {
  const alpha = alphaPrints();
  const own: Subject = {
    name: 'alpha',
    text: ALPHA,
    prints: alpha,
    of: (text) => drift(specFor('alpha', ALPHA), alpha, text, resting),
  };
  const others = Object.entries(SPECS).flatMap(([name, file]): Subject[] => {
    const path = inPackage('..', 'shared', 'spec', file);
    const protocol = protocols.find(({ spec }) => spec.protocol === name);
    if (!existsSync(path) || !protocol) return [];
    const prints = readPrints(name);
    const known = { requirements: protocol.requirements, cases: casesOf([protocol]), waivers: [], sets: [] };
    return [
      {
        name,
        text: readFileSync(path, 'utf8'),
        prints,
        of: (text) => drift(protocol.spec, prints, text, known),
      },
    ];
  });
  return [own, ...others];
}

/** A rule of the text with clauses that rest on it, whose words stand in the text as they are. */
function rulesOf({ text, prints }: Subject): { sentence: string; found: string; clauses: string[] }[] {
  return textSections(text).flatMap(({ section, sentences }) =>
    sentences.flatMap((sentence) => {
      const place = placeOf(section, hashOf(sentence));
      const clauses = Object.keys(prints.clauses).filter((id) => prints.clauses[id]?.includes(place));
      const words = sentence.split(' ').map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
      const found = [...text.matchAll(new RegExp(words.join('\\s+'), 'g'))];
      const once = found.length === 1 && words.length >= 6 && words.length < 40;
      return once && clauses.length > 0 && /\b(MUST|must)\b/.test(sentence)
        ? [{ sentence, found: found[0]?.[0] ?? '', clauses: clauses.sort() }]
        : [];
    }),
  );
}

const touched = ({ touched: all }: Drift): string[] => all.map(({ id }) => id).sort();
const sectionKinds = ({ sections }: Drift): string[] =>
  [...new Set(sections.map(({ change }) => change))].sort();

/** Line numbers of headings, as the text itself is cut. */
function cut(text: string): { heading: string; body: string }[] {
  const titles = textSections(text).map(({ section, title }) => ({ section, title }));
  const lines = text.split('\n');
  const starts = titles.flatMap(({ section, title }) => {
    const at = lines.findIndex(
      (line) =>
        new RegExp(`^(?:#+ |${section.replace('.', '\\.')}\\.? |Appendix ${section}: )`).test(line) &&
        line
          .replace(/[`*]/g, '')
          .replace(/\s*—\s*/g, ' -- ')
          .replaceAll('’', "'")
          .endsWith(title),
    );
    return at < 0 ? [] : [at];
  });
  return [0, ...starts].map((start, n, all) => ({
    heading: lines[start] ?? '',
    body: `${lines.slice(start, all[n + 1] ?? lines.length).join('\n')}\n`,
  }));
}

const escaped = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

/** As a site would show it: a heading, an item, a row or a paragraph for each line. */
function asHtml(text: string): string {
  const headings = new Set(
    cut(text)
      .slice(1)
      .map(({ heading }) => heading),
  );
  let inCode = false;
  const lines = text.split('\n').map((line) => {
    if (line.startsWith('```')) {
      inCode = !inCode;
      return inCode ? '<pre>' : '</pre>';
    }
    const words = escaped(line.trim()).replace(/`([^`]+)`/g, '<code>$1</code>');
    if (inCode) return words;
    if (headings.has(line)) return `<h2>${words.replace(/^#+ /, '')}</h2>`;
    if (/^\|[-\s|:]*$/.test(line)) return '';
    const cells = /^\|(.*)\|$/.exec(words)?.[1]?.split('|');
    if (cells) return `<tr>${cells.map((cell) => `<td>${cell.trim()}</td>`).join('')}</tr>`;
    return /^[-*] /.test(words) ? `<li>${words.slice(2)}</li>` : `<p>${words}</p>`;
  });
  return `<!doctype html><html><head><title>x</title></head><body>\n${lines.join('\n')}\n</body></html>`;
}

/** At another width; a line that begins an item, a row, a heading or code begins one again. */
function rewrapped(text: string): string {
  const headings = new Set(cut(text).map(({ heading }) => heading));
  const out: string[] = [];
  let inCode = false;
  for (const line of text.split('\n')) {
    if (line.startsWith('```')) inCode = !inCode;
    const keeps = inCode || line.trim() === '' || headings.has(line) || /^(?:[-*|#]|\d+\. |```)/.test(line);
    if (keeps) out.push(line);
    else {
      let row = '';
      for (const word of line.split(' ')) {
        if (row.length + word.length > 40 && row !== '' && !/^(?:[-+•|]|\d)/.test(word)) {
          out.push(row);
          row = word;
        } else row = row === '' ? word : `${row} ${word}`;
      }
      out.push(row);
    }
  }
  return out.join('\n');
}

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
    for (const { found, clauses } of rules) {
      const drifted = of(text.replace(found, ''));
      expect(touched(drifted)).toEqual(clauses);
    }
  });

  it('4. an inserted sentence touches no clause, and says that nobody holds it', () => {
    for (const { found } of rules.filter((rule) => /^[A-Z]/.test(rule.found))) {
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
    for (const { found, clauses } of rules) {
      const softer = found.replace(/\b(MUST|must)\b/, 'SHOULD');
      const drifted = of(text.replace(found, softer));
      expect(touched(drifted)).toEqual(clauses);
      expect(drifted.sentences).toHaveLength(1);
      const fresh = drifted.sentences[0]?.words?.filter(({ is }) => is === 'new') ?? [];
      expect(fresh.map((word) => word.text)).toEqual(['SHOULD']);
    }
  });

  it('7. one word touches the clauses of its sentence, and is marked', () => {
    for (const { found, clauses } of rules) {
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

  it('tells a section that moved, was renumbered, split, retitled, is new or gone', () => {
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

  it('takes another number of a cited section for no change', () => {
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
