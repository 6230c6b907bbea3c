/** `conform init requirement`: the record of a clause, drafted from its sentence. */
import { EXIT } from '../../exit.js';
import { invocation } from '../../package.js';
import {
  draftRequirement,
  holders,
  placesIn,
  placesKnown,
  type SentencePlace,
} from '../../suites/draft_requirement.js';
import { readLedger } from '../../suites/ids.js';
import type { Protocol } from '../../suites/protocol.js';
import { protocols } from '../../suites/protocols.js';
import { readPrints, type SpecPrints } from '../../suites/spec_prints.js';
import { textSections } from '../../suites/spec_text.js';
import { UsageError } from '../command.js';
import { print, tell } from '../output.js';
import { readGivenText } from '../secret.js';
import { unknown } from '../suggest.js';

export interface RequirementGiven {
  readonly protocol: string | undefined;
  readonly sentence: string | undefined;
  readonly spec: string | undefined;
  readonly section: string | undefined;
}

export async function initRequirement({
  protocol,
  sentence,
  spec,
  section,
}: RequirementGiven): Promise<number> {
  if (protocol === undefined)
    throw new UsageError(`--protocol is missing: name one, --protocol ${names().join('|')}`);
  if (sentence === undefined || sentence.trim() === '')
    throw new UsageError(
      '--sentence is missing: copy the sentence, --sentence TEXT, or a part of it beside --spec FILE',
    );
  const own = protocols.find((one) => one.spec.protocol === protocol);
  if (!own) throw new UsageError(unknown('protocol', protocol, names()));
  const prints = readPrints(protocol);
  const place = placeOf(own, prints, { sentence, spec, section });
  for (const id of holders(prints, place)) tell(`${id} already rests on this sentence`);
  const { ids } = readLedger();
  const { id, ...rest } = draftRequirement(protocol, place, own.requirements, [
    ...ids,
    ...own.requirements.map((one) => one.id),
  ]);
  await print(recordText(protocol, { id, ...rest }));
  await print(nextText(protocol, id, spec ?? 'FILE', place.sentence));
  return EXIT.green;
}

/** A line with the text of a known heading counts as a heading anywhere. */
const titlesOf = ({ sections }: SpecPrints): Set<string> => new Set(sections.map(({ title }) => title));

const names = (): string[] => protocols.map(({ spec }) => spec.protocol);

/** The one place of the sentence. When several sections have it, the error lists them. */
function placeOf(
  { spec: known }: Protocol,
  prints: SpecPrints,
  { sentence, spec, section }: Pick<RequirementGiven, 'spec' | 'section'> & { readonly sentence: string },
): SentencePlace {
  const found =
    spec === undefined
      ? placesKnown(prints, sentence)
      : placesIn(textSections(readGivenText('spec', spec), titlesOf(prints)), sentence);
  const fitting = found.filter((one) => section === undefined || one.section === section);
  const [place, other] = fitting;
  if (place && other)
    throw new UsageError(
      `--sentence: found more than once, in ${[...new Set(fitting.map((one) => one.section))].join(', ')}: ${
        new Set(fitting.map((one) => one.section)).size > 1 ? 'choose with --section' : 'write more of it'
      }`,
    );
  if (place) return place;
  if (found.length > 0)
    throw new UsageError(`--section: ${section} does not have this sentence; ${found[0]?.section} does`);
  throw new UsageError(
    spec === undefined
      ? `--sentence: ${known.title} has no such sentence: give it whole, or name the new text with --spec FILE`
      : `--sentence: ${spec} has no such sentence: copy it from there`,
  );
}

type Draft = ReturnType<typeof draftRequirement>;

const list = (words: readonly string[]): string => `[${words.map((word) => `'${word}'`).join(', ')}]`;

const recordText = (protocol: string, { id, section, level, implied, binds, observed }: Draft): string =>
  `// suites/${protocol}/requirements, among the clauses of section ${section}
{
  id: '${id}',
  level: '${level}',${implied ? '\n  implied: true,' : ''}
  binds: ${list(binds)},
  observed: ${list(observed)},
  text: '',
},
`;

const shellQuoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

const nextText = (protocol: string, id: string, file: string, sentence: string): string => `
Write the text in your own words: a spec text is paraphrased, never copied. binds and observed are those of most clauses
beside it. Then:

  npm run build
  node scripts/spec-sentences.mjs ${protocol} ${file === 'FILE' ? file : shellQuoted(file)} --clause ${id} --sentence ${shellQuoted(sentence)}
  node scripts/record-ids.mjs
  ${invocation()} explain ${id}
`;
