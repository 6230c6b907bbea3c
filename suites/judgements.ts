/** Writes docs/judgements.md: every gating live case below the clause that it rests on, and then the lowered cases. */
import type { Case, Requirement } from './model.js';
import type { Protocol } from './protocol.js';
import { protocols } from './protocols.js';
import { casesOf } from './registry.js';
import { readPrints } from './spec_prints.js';

/** A clause, and the gating cases that rest mainly on it. */
interface Ground {
  readonly clause: Requirement;
  readonly places: readonly string[];
  readonly cases: readonly Case[];
}

const isGating = ({ kind, level }: Case): boolean => kind === 'live' && level === 'must';

/** The clause on which a case rests. One that the text states comes before one that it takes for granted. */
function groundOf(one: Case, clauses: ReadonlyMap<string, Requirement>): Requirement | undefined {
  const musts = one.requires.flatMap((id) => clauses.get(id) ?? []).filter(({ level }) => level === 'must');
  return musts.find(({ implied }) => !implied) ?? musts[0];
}

export function groundsOf(protocol: Protocol): readonly Ground[] {
  const clauses = new Map(protocol.requirements.map((one) => [one.id, one]));
  const gating = casesOf([protocol]).filter(isGating);
  const places = readPrints(protocol.spec.protocol).clauses;
  return protocol.requirements.flatMap((clause) => {
    const cases = gating.filter((one) => groundOf(one, clauses) === clause);
    return cases.length === 0 ? [] : [{ clause, places: places[clause.id] ?? [], cases }];
  });
}

const caseLine = ({ id, title, dialect, requires }: Case, { id: clause }: Requirement): string => {
  const others = requires.filter((one) => one !== clause);
  const also = others.length === 0 ? '' : `; also ${others.join(', ')}`;
  const reading = dialect === undefined ? '' : ` (reading \`${dialect.name}\`)`;
  return `- \`${id}\`${reading}: ${title}${also}`;
};

const groundText = ({ clause, places, cases }: Ground): string =>
  [
    `### ${clause.id}`,
    '',
    `> ${clause.text}`,
    '',
    `Section ${clause.section}, ${clause.implied ? 'implied' : 'stated'}${places.length === 0 ? '' : `, sentence ${places.map((place) => `\`${place}\``).join(' and ')}`}.`,
    '',
    ...cases.map((one) => caseLine(one, clause)),
    '',
  ].join('\n');

function protocolText(protocol: Protocol): string {
  const { spec, lowered } = protocol;
  const grounds = groundsOf(protocol);
  const count = grounds.reduce((sum, { cases }) => sum + cases.length, 0);
  const titles = new Map(casesOf([protocol]).map(({ id, title }) => [id, title]));
  return [
    `## ${spec.protocol}`,
    '',
    `${count} cases rest on ${grounds.length} clauses of ${spec.title} (${spec.version}).`,
    '',
    ...grounds.map(groundText),
    `### Lowered to should: ${spec.protocol}`,
    '',
    ...Object.entries(lowered).map(
      ([id, why]) => `- \`${id}\`: ${titles.get(id)}. Why it does not gate: ${why}.`,
    ),
    '',
  ].join('\n');
}

export const judgementsPage = (): string =>
  [
    '# Judgements: what each gating live case rests on',
    '',
    'A live case gates when the text says must. This page lists every one of them under the clause that it rests on, in our words:',
    'the texts are not ours to copy. A clause is _stated_ where the text uses a word of RFC 2119, and _implied_ where it gives a',
    'layout, a value or a sequence without one. `section#hash` names the sentence, as `conform drift` does.',
    '',
    'The list was read through by hand. Cases and vectors that no sentence requires explicitly were lowered to should; they stand at the end of',
    'each protocol, with the reason. `node scripts/write-judgements.mjs` makes this page from the data (`suites/*/lowered.ts` has the reasons).',
    '',
    ...protocols.map(protocolText),
  ]
    .join('\n')
    .trimEnd()
    .concat('\n');
