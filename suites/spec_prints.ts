/** The data kept of a spec text: the print of each sentence, and the sentences on which each clause rests. */
import { readFileSync } from 'node:fs';
import { inPackage } from '../package.js';
import { type Print, printOf, textSections } from './spec_text.js';

export interface PrintedSection {
  readonly section: string;
  readonly title: string;
  readonly sentences: readonly Print[];
}

export interface SpecPrints {
  readonly sections: readonly PrintedSection[];
  /** Places `section#hash` by the id of the clause. A clause that no sentence states has none. */
  readonly clauses: Readonly<Record<string, readonly string[]>>;
}

export interface WrittenPrints {
  readonly sections: readonly {
    readonly section: string;
    readonly title: string;
    /** A hash, a blank, and a byte for each word in base64. */
    readonly sentences: readonly string[];
  }[];
  readonly clauses: Readonly<Record<string, readonly string[]>>;
}

export const printsPath = (protocol: string): string => inPackage('suites', protocol, 'sentences.json');

export const placeOf = (section: string, hash: string): string => `${section}#${hash}`;

export function readPrints(protocol: string): SpecPrints {
  const { sections, clauses } = JSON.parse(readFileSync(printsPath(protocol), 'utf8')) as WrittenPrints;
  return {
    clauses,
    sections: sections.map(({ sentences, ...section }) => ({
      ...section,
      sentences: sentences.map((line) => {
        const [hash = '', words = ''] = line.split(' ');
        return { hash, words: Uint8Array.from(Buffer.from(words, 'base64')) };
      }),
    })),
  };
}

/** The prints of a text, for its file. Clauses keep the sentences that are still there. */
export function writtenPrints(text: string, clauses: SpecPrints['clauses']): WrittenPrints {
  const sections = printsOf(text);
  const known = new Set(
    sections.flatMap(({ section, sentences }) => sentences.map(({ hash }) => placeOf(section, hash))),
  );
  return {
    sections: sections.map(({ sentences, ...section }) => ({
      ...section,
      sentences: sentences.map(({ hash, words }) => `${hash} ${Buffer.from(words).toString('base64')}`),
    })),
    clauses: Object.fromEntries(
      Object.entries(clauses)
        .map(([id, places]) => [id, places.filter((place) => known.has(place))] as const)
        .filter(([, places]) => places.length > 0),
    ),
  };
}

const printsOf = (text: string): PrintedSection[] =>
  textSections(text).map(({ sentences, ...section }) => ({ ...section, sentences: sentences.map(printOf) }));
