/** The README of a written package: what a vector means, and how to use it in that language. */
import type { VectorSet } from '../record.js';
import { type About, descriptionOf, operationsOf } from './package.js';

export interface Usage {
  /** Installs the package from its registry, and from its folder. Data without a package needs neither. */
  readonly install?: { readonly published: string; readonly folder: string };
  readonly language: string;
  readonly example: string;
  /** What the helper in this language does. */
  readonly told: string;
  /** The path of the manifest. */
  readonly manifest: string;
}

const MEANING = `## What a vector means

- **op**, **given**, **input**: the operation that is asked, its context (keys, a clock, names) and its input. Bytes are lower-case hex.
- **expect**: \`accept\` is the answer. \`reject\` is our code for a rejection. Your code needs no such code: any error of a decoder is a
  rejection. [SHAPES.md](SHAPES.md) has the shape of \`given\`, \`input\` and \`accept\` of every operation, with units. With
  \`by: "reopening"\` many answers are right, and \`accept\` is what a decoder finds in yours.
- **level**: \`must\`, \`should\` or \`may\`, that of the strongest clause behind the vector. An implementation that fails only a \`should\`
  conforms. The helpers test \`must\` unless you say otherwise.
- **twin**: the nearest valid input, for each rejection. A rejection counts only if the same operation accepts the twin: a decoder that
  rejects everything passes nothing.
- **dialect**: a named reading of an ambiguous clause. A vector without one holds in all readings. \`dialects\` of a set lists them, and the
  first is the literal one. Test one of them.
- **clauses**: the text of each requirement that the vector cites, paraphrased, with its section.
- **findings**: what the specification leaves wrong or open about it, and how the vector decides.
- **why**: what goes wrong in the field when this is wrong.
`;

const total = (sets: readonly VectorSet[]): number =>
  sets.reduce((sum, { vectors }) => sum + vectors.length, 0);

const installing = ({ install }: Usage): string =>
  install === undefined
    ? ''
    : `\`\`\`sh
${install.published}
\`\`\`

Before it is published, install it from its folder:

\`\`\`sh
${install.folder}
\`\`\`

`;

export function readme(sets: readonly VectorSet[], { name, version }: About, usage: Usage): string {
  const specs = new Map(sets.map(({ protocol, spec }) => [protocol, spec]));
  const rows = sets.map(
    (set) =>
      `| \`${set.structure}\` | ${operationsOf(set).join(', ')} | ${set.sections.join(', ')} | ${set.vectors.length} | ${(set.dialects ?? []).join(', ')} |`,
  );
  return `# ${name} ${version}

${descriptionOf(sets)}: ${total(sets)} vectors of ${sets.length} structures.
\`p2p-conform\` writes this package; do not edit it.

## Use

${installing(usage)}\`\`\`${usage.language}
${usage.example}
\`\`\`

${usage.told}

${MEANING}
## Structures

| structure | operations | sections | vectors | dialects |
| --------- | ---------- | -------- | ------- | -------- |
${rows.join('\n')}

## Versions

${[...specs].map(([protocol, { title, version: of, sha256 }]) => `- ${protocol}: ${title} ${of}, SHA-256 \`${sha256}\``).join('\n')}

\`${usage.manifest}\` has the same, with the SHA-256 of each data file.
`;
}
