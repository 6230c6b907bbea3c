import { existsSync, readFileSync } from 'node:fs';
import { inPackage } from '../../package.js';
import { type Drift, drift, type Resting } from '../drift.js';
import type { Requirement } from '../model.js';
import { protocols } from '../protocols.js';
import { casesOf } from '../registry.js';
import { type Spec, sectionsOf, sha256 } from '../spec.js';
import { placeOf, readPrints, type SpecPrints, writtenPrints } from '../spec_prints.js';
import { hashOf, textSections } from '../spec_text.js';

/** A text of our own, so that the ten edits are made on a machine that has none of the specs. */
export const ALPHA = `The Alpha protocol lets two peers meet.
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

export const specFor = (protocol: string, text: string): Spec => ({
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

export const alphaPrints = (): SpecPrints => {
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

export const resting: Resting = {
  requirements: Object.keys(CITED).map(requirement),
  cases: [
    { id: 'alpha/1/expired', requires: ['ALPHA-1-1'], kind: 'live' },
    { id: 'alpha/token/old', requires: ['ALPHA-1-1', 'ALPHA-1-2'], kind: 'vector' },
    { id: 'alpha/3/log', requires: ['ALPHA-3-1'], kind: 'live' },
  ],
  waivers: [{ id: 'alpha/1/*', covers: (id) => id.startsWith('alpha/1/') }],
  sets: [{ name: 'alpha-1', requirements: ['ALPHA-1-1'] }],
};

export interface Subject {
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

export function subjects(): Subject[] {
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
export function rulesOf({ text, prints }: Subject): { sentence: string; found: string; clauses: string[] }[] {
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

export function cut(text: string): { heading: string; body: string }[] {
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
export function asHtml(text: string): string {
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
export function rewrapped(text: string): string {
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
