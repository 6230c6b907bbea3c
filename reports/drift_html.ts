/** What a new text of a spec touches, as a page. */
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
import { markup } from './escape.js';

/** The most characters of a sentence, which may be longer than a line of a report. */
const marked = (text: string): string => markup(text, 8_000);

export function driftHtml(drift: ShownDrift): string {
  const whole = opening(drift);
  const words = (one: ShownSentence): string =>
    one.words
      ? one.words
          .map(({ is, text }) =>
            is === 'same'
              ? marked(text)
              : is === 'new'
                ? `<ins>${marked(text)}</ins>`
                : `<del>${marked(text)}</del>`,
          )
          .join(' ')
      : marked(markedText(one, (_is, text) => text));
  const list = (items: readonly string[]): string =>
    `<ul>\n${items.map((item) => `<li>${item}</li>\n`).join('')}</ul>\n`;
  const parts =
    whole === undefined
      ? [
          `<p>${marked(summary(drift))}</p>\n`,
          ...(drift.sections.length > 0
            ? [`<h2>Sections</h2>\n${list(drift.sections.map((one) => marked(sectionLine(one))))}`]
            : []),
          ...(drift.sentences.length > 0
            ? [
                `<h2>Sentences</h2>\n${list(
                  drift.sentences.map(
                    (one) =>
                      `<b>${marked(one.change)}</b> in ${marked(one.section)}, ${marked(restsOn(one))}<blockquote>${words(one)}</blockquote>`,
                  ),
                )}`,
              ]
            : []),
          ...(drift.touched.length > 0
            ? [
                `<h2>Clauses</h2>\n<dl>\n${drift.touched
                  .map(
                    (one) =>
                      `<dt><code>${marked(one.id)}</code> (${marked(one.level)})</dt>\n<dd>${marked(one.text)}${list(
                        touchedLists(one).map(
                          ([name, ids]) =>
                            `${name}: ${ids.map((id) => `<code>${marked(id)}</code>`).join(' ')}`,
                        ),
                      )}</dd>\n`,
                  )
                  .join('')}</dl>\n`,
              ]
            : []),
        ]
      : [`<p>${marked(whole)}</p>\n`];
  return page(`Drift of ${drift.protocol}`, parts.join(''));
}

const page = (title: string, body: string): string =>
  `<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<title>${marked(title)}</title>\n<style>body{font:16px/1.5 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}ins{background:#cfc;text-decoration:none}del{background:#fcc}</style>\n<h1>${marked(title)}</h1>\n${body}</html>\n`;
