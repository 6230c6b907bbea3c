/** What a new text of a spec touches, as Markdown. */
import { markdownTable } from './columns.js';
import {
  markedText,
  opening,
  restsOn,
  type ShownDrift,
  type ShownSentence,
  sectionLine,
  summary,
  touchedLists,
} from './drift.js';

const escaped = (text: string): string => text.replace(/[\\|`*_<>[\]]/g, '\\$&');

export function driftMarkdown(drift: ShownDrift): string {
  const whole = opening(drift);
  const title = `# Drift of ${drift.protocol}\n`;
  if (whole !== undefined) return `${title}\n${whole}\n`;
  const sentence = (one: ShownSentence): string =>
    `- **${one.change}** in ${escaped(one.section)} (${escaped(restsOn(one))}): ${
      one.words
        ? one.words
            .map(({ is, text }) =>
              is === 'same' ? escaped(text) : is === 'new' ? `**${escaped(text)}**` : `~~${escaped(text)}~~`,
            )
            .join(' ')
        : escaped(markedText(one, (_is, text) => text))
    }\n`;
  return [
    title,
    `${summary(drift)}\n`,
    ...(drift.sections.length > 0
      ? [`## Sections\n\n${drift.sections.map((one) => `- ${escaped(sectionLine(one))}\n`).join('')}`]
      : []),
    ...(drift.sentences.length > 0 ? [`## Sentences\n\n${drift.sentences.map(sentence).join('')}`] : []),
    ...(drift.touched.length > 0
      ? [
          `## Clauses\n\n${markdownTable(
            ['clause', 'level', 'says', 'what rests on it'],
            drift.touched.map((one) => [
              one.id,
              one.level,
              one.text,
              touchedLists(one)
                .map(([name, ids]) => `${name}: ${ids.join(' ')}`)
                .join('; '),
            ]),
          )}`,
        ]
      : []),
  ].join('\n');
}
