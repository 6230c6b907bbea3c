#!/usr/bin/env node
// Writes the prints of a spec text: node scripts/spec-sentences.mjs PROTOCOL FILE. Clauses keep the sentences on which
// they rest. With --clause ID --sentence TEXT, one more clause rests on each sentence with this text. Needs a build.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { placeOf, printsPath, writtenPrints } from '../dist/suites/spec_prints.js';
import { hashOf, textSections } from '../dist/suites/spec_text.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { clause: { type: 'string' }, sentence: { type: 'string' } },
});
const [protocol, file] = positionals;
if (!protocol || !file || (values.clause === undefined) !== (values.sentence === undefined))
  throw new Error('write: node scripts/spec-sentences.mjs PROTOCOL FILE [--clause ID --sentence TEXT]');
const text = readFileSync(file, 'utf8');
const path = printsPath(protocol);
const before = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).clauses : {};
const places = textSections(text).flatMap(({ section, sentences }) =>
  sentences
    .filter((one) => values.sentence !== undefined && one.includes(values.sentence))
    .map((one) => placeOf(section, hashOf(one))),
);
if (values.clause !== undefined && places.length === 0)
  throw new Error(`no sentence has the text "${values.sentence}"`);
const clauses =
  values.clause === undefined
    ? before
    : { ...before, [values.clause]: [...new Set([...(before[values.clause] ?? []), ...places])] };
writeFileSync(path, `${JSON.stringify(writtenPrints(text, clauses), null, 2)}\n`);
