import { EXIT } from '../exit.js';
import type { Footer, Header, Reporter } from '../suites/model.js';
import { entities, plain } from './escape.js';
import { killRates } from './kill_rate.js';
import type { Output } from './output.js';

/** A badge as SVG, or, for a file name that ends with `.json`, as JSON for the endpoint of shields.io. */
export function badgeReporter(output: Output, path = ''): Reporter {
  let header: Header | undefined;
  let ended = false;
  const finish = (footer: Footer | undefined): void => {
    if (ended) return;
    ended = true;
    const badge = badgeOf(header, footer);
    output.write(path.endsWith('.json') ? endpoint(badge) : svg(badge));
  };
  return {
    line(line) {
      if (line.kind === 'header') header = line;
      else if (line.kind === 'footer') finish(line);
    },
    end: () => finish(undefined),
  };
}

export const badgeSvg = (header: Header | undefined, footer: Footer | undefined): string =>
  svg(badgeOf(header, footer));

export const badgeEndpoint = (header: Header | undefined, footer: Footer | undefined): string =>
  endpoint(badgeOf(header, footer));

interface Badge {
  readonly label: string;
  readonly message: string;
  readonly color: keyof typeof COLORS;
  /** How well the cases tell right from wrong; for those who look closer. */
  readonly rates: readonly string[];
}

/** The color names of shields.io. White text on each has a contrast of at least 4.5. */
const COLORS = { green: '#207a3c', red: '#b3261e', orange: '#94510a', lightgrey: '#5f6368' } as const;

const badgeOf = (header: Header | undefined, footer: Footer | undefined): Badge => ({
  label: labelOf(header),
  ...saying(footer),
  rates: killRates(header),
});

function saying(footer: Footer | undefined): Pick<Badge, 'message' | 'color'> {
  if (footer === undefined) return { message: 'not finished', color: 'lightgrey' };
  const { exit, counts, gating } = footer;
  if (exit === EXIT.green) return { message: `${counts.pass} passed`, color: 'green' };
  if (exit === EXIT.failed) return { message: gating > 0 ? `${gating} failed` : 'red', color: 'red' };
  return { message: 'incomplete', color: 'orange' };
}

/** The protocol and its version, if the run tested only one. */
function labelOf(header: Header | undefined): string {
  const asked = new Set(header?.plan.cases.flatMap(({ ids }) => ids.map((id) => id.split('/')[0])));
  const [only, more] = (header?.specs ?? []).filter(({ protocol }) => asked.has(protocol));
  return only !== undefined && more === undefined ? plain(`${only.protocol} ${only.version}`, 40) : 'conform';
}

const endpoint = ({ label, message, color }: Badge): string =>
  `${JSON.stringify({ schemaVersion: 1, label, message, color })}\n`;

/** The average width of a letter of the font. */
const LETTER = 6.6;
const PADDING = 10;

function svg({ label, message, color, rates }: Badge): string {
  const [left, right] = [label, message].map((text) => Math.round(text.length * LETTER) + 2 * PADDING) as [
    number,
    number,
  ];
  const [name, says] = [entities(label), entities(message)];
  const text = (at: number, width: number, words: string) =>
    `<text x="${at + width / 2}" y="14" textLength="${width - 2 * PADDING}">${words}</text>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${left + right}" height="20" role="img" aria-label="${name}: ${says}">
<title>${name}: ${says}</title>${rates.length === 0 ? '' : `\n<desc>${entities(rates.join('; '))}</desc>`}
<clipPath id="r"><rect width="${left + right}" height="20" rx="3"/></clipPath>
<g clip-path="url(#r)"><rect width="${left}" height="20" fill="#44484d"/><rect x="${left}" width="${right}" height="20" fill="${COLORS[color]}"/></g>
<g fill="#fff" text-anchor="middle" font-family="Verdana,Geneva,DejaVu Sans,sans-serif" font-size="11">${text(0, left, name)}${text(left, right, says)}</g>
</svg>
`;
}
