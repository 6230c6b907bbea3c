import { describe, expect, it } from 'vitest';
import { findingsMarkdown, findingsTable, type ShownFinding } from './findings.js';

const finding = (id: string, protocol: string): ShownFinding => ({
  id,
  protocol,
  kind: 'contradiction',
  sections: ['4.2', '8.2'],
  documents: ['03-records'],
  title: 'Two sections disagree',
  breaks: 'A client waits for a code that a server must not send, and waits on for a long time.',
  stance: 'The later section decides.',
  related: ['A-4.2-8'],
});

const findings = [finding('A-F1', 'alpha'), finding('B-F1', 'beta')];

describe('findingsTable', () => {
  it('shows place, damage, stance and dependents, within the width', () => {
    const text = findingsTable(findings, 80);
    for (const part of [
      'A-F1',
      'contradiction',
      '4.2, 8.2, 03-records',
      'The later section decides.',
      'A-4.2-8',
    ])
      expect(text).toContain(part);
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });
});

describe('findingsMarkdown', () => {
  it('has one table for each protocol', () => {
    const text = findingsMarkdown(findings);
    expect(text.match(/^## .+$/gm)).toEqual(['## alpha', '## beta']);
    expect(text.match(/^\| [AB]-F1 \|/gm)).toHaveLength(2);
  });
});
