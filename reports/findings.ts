import { columns, markdownTable } from './columns.js';

/** The part of a finding that is shown. */
export interface ShownFinding {
  readonly id: string;
  readonly protocol: string;
  readonly kind: string;
  readonly sections: readonly string[];
  readonly documents?: readonly string[];
  readonly title: string;
  readonly breaks: string;
  readonly stance: string;
  readonly related: readonly string[];
}

const placeOf = ({ sections, documents = [] }: ShownFinding): string =>
  [...sections, ...documents].join(', ');

/** The report for a terminal of this width. */
export const findingsTable = (findings: readonly ShownFinding[], width: number): string =>
  columns(
    findings.map((finding) => [
      finding.id,
      finding.kind,
      [
        finding.title,
        `in: ${placeOf(finding)}`,
        `breaks: ${finding.breaks}`,
        `stance: ${finding.stance}`,
        `see: ${finding.related.join(' ')}`,
        '',
      ].join('\n'),
    ]),
    width,
  );

export function findingsMarkdown(findings: readonly ShownFinding[]): string {
  const protocols = [...new Set(findings.map(({ protocol }) => protocol))];
  const parts = protocols.map((protocol) => {
    const own = findings.filter((finding) => finding.protocol === protocol);
    const rows = own.map((finding) => [
      finding.id,
      finding.kind,
      placeOf(finding),
      finding.title,
      finding.breaks,
      finding.stance,
      finding.related.join(' '),
    ]);
    const header = ['id', 'kind', 'sections', 'finding', 'what it breaks', 'our stance', 'related'];
    return `## ${protocol}\n\n${markdownTable(header, rows)}`;
  });
  return `# Findings in the specifications\n\n${parts.join('\n')}`;
}
