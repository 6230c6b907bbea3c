import { columns } from './columns.js';

export interface ShownDrift {
  readonly protocol: string;
  readonly same: boolean;
  readonly sections: readonly {
    readonly section: string;
    readonly title: string;
    readonly change: string;
    readonly requirements: readonly string[];
    readonly cases: readonly string[];
  }[];
}

export function driftText({ protocol, same, sections }: ShownDrift, width: number): string {
  if (same) return `the text of ${protocol} is the one that this toolkit was written against\n`;
  if (sections.length === 0)
    return `the text of ${protocol} changed in its form only: no section says another thing\n`;
  return columns(
    sections.map(({ section, title, change, requirements, cases }) => [
      section,
      change,
      [
        title,
        requirements.length === 0 ? 'no requirement hangs on it' : `requirements: ${requirements.join(' ')}`,
        ...(cases.length === 0
          ? []
          : [`${cases.length} cases: ${cases.slice(0, 8).join(' ')}${cases.length > 8 ? ' ...' : ''}`]),
        '',
      ].join('\n'),
    ]),
    width,
  );
}
