/** The text of an HTML page, with a line for each block, as a text version of it would have. */

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  ndash: '\u2013',
  mdash: '\u2014',
  lsquo: '\u2018',
  rsquo: '\u2019',
  ldquo: '\u201c',
  rdquo: '\u201d',
  hellip: '\u2026',
  times: '\u00d7',
  le: '\u2264',
  ge: '\u2265',
  rarr: '\u2192',
  larr: '\u2190',
  rArr: '\u21d2',
  sect: '\u00a7',
  middot: '\u00b7',
  aring: '\u00e5',
};

export function plainOfHtml(html: string): string {
  const body = /<(?:main|article|body)[^>]*>([\s\S]*)<\/(?:main|article|body)>/i.exec(html)?.[1] ?? html;
  const isNumbered = /<h[1-6][^>]*>\s*(?:<[^>]+>\s*)*\d/i.test(body);
  return (
    body
      .replace(/<!--[\s\S]*?-->/g, ' ')
      .replace(/<(script|style|head|nav)\b[\s\S]*?<\/\1>/gi, ' ')
      // A line break in the source is a blank, except in preformatted text.
      .replace(/<h([1-6])[^>]*>([\s\S]*?)<\/h\1>/gi, (_all, level: string, inner: string) =>
        headingLine(isNumbered ? 0 : Number(level), inner),
      )
      .replace(/<li[^>]*>/gi, '\n- ')
      .replace(/<\/?t[dh][^>]*>/gi, ' | ')
      .replace(
        /<(?:br|p|div|pre|ul|ol|dl|dt|dd|table|tr|section|blockquote|\/p|\/div|\/pre|\/li|\/table|\/tr|\/dt|\/dd)\b[^>]*>/gi,
        '\n',
      )
      .replace(/<\/?[a-z][^>]*>/gi, '')
      .replace(/&(#x?[0-9a-f]+|\w+);/gi, (all, name: string) => characterOf(name) ?? all)
  );
}

/** A heading on its own line. It gets the mark of Markdown if the headings of the text have no numbers. */
function headingLine(level: number, inner: string): string {
  const text = inner
    .replace(/<[^>]+>/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  return `\n${'#'.repeat(level)}${level > 0 ? ' ' : ''}${text}\n`;
}

function characterOf(name: string): string | undefined {
  if (!name.startsWith('#')) return ENTITIES[name];
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}
