import { describe, expect, it } from 'vitest';
import { protocols } from './protocols.js';

const duplicates = (ids: readonly string[]) => ids.filter((id, at) => ids.indexOf(id) !== at);

const words = (text: string) => text.trim().split(/\s+/).length;

describe.each(protocols)('$spec.protocol', ({ spec, requirements, findings }) => {
  const sections = spec.sections.map(({ section }) => section);
  const ids = requirements.map(({ id }) => id);

  it('gives every requirement and every finding an id of its own', () => {
    expect(duplicates([...ids, ...findings.map(({ id }) => id)])).toEqual([]);
    expect(duplicates(requirements.flatMap(({ alias }) => alias ?? []))).toEqual([]);
  });

  it.each(requirements)('$id names its section, whom it binds and how it is observed', (requirement) => {
    expect(requirement.protocol).toBe(spec.protocol);
    expect(sections).toContain(requirement.section);
    const prefix = `${spec.protocol}-${requirement.section}-`.toUpperCase();
    expect(requirement.id.startsWith(prefix) && /^\d+$/.test(requirement.id.slice(prefix.length))).toBe(true);
    expect(requirement.binds).not.toEqual([]);
    expect(words(requirement.text)).toBeGreaterThan(3);
    for (const way of requirement.observed) expect(['vector', 'live', 'live-client', 'none']).toContain(way);
  });

  it.each(requirements)('$id is excluded with a reason exactly when nothing can see it', (requirement) => {
    expect(requirement.excluded !== undefined).toBe(requirement.observed.includes('none'));
    expect(requirement.excluded !== undefined && requirement.waits !== undefined).toBe(false);
    expect(requirement.observed.length).toBeGreaterThan(0);
    if (requirement.excluded !== undefined) expect(words(requirement.excluded)).toBeGreaterThan(5);
  });

  it.each(findings)('$id names its sections, what it breaks and a stance', (finding) => {
    expect(finding.protocol).toBe(spec.protocol);
    expect([...finding.sections, ...(finding.documents ?? [])]).not.toEqual([]);
    for (const section of finding.sections) expect(sections).toContain(section);
    expect(words(finding.breaks)).toBeGreaterThan(3);
    expect(words(finding.stance)).toBeGreaterThan(1);
    expect(finding.related).not.toEqual([]);
  });

  it('cites only what exists', () => {
    const known = new Set([...ids, ...findings.map(({ id }) => id)]);
    const cited = findings.flatMap(({ related }) => related.filter((id) => !id.includes('/')));
    const inText = [...requirements.map(({ text }) => text), ...findings.map(({ stance }) => stance)].flatMap(
      (text) => text.match(/\b(?:PUNCH|OPENHOST|TUNNEL)-[A-Z0-9.]+(?:-\d+)?\b/g) ?? [],
    );
    expect([...cited, ...inText].filter((id) => !known.has(id))).toEqual([]);
  });
});

describe('openhost', () => {
  it('carries the seventy findings that are known of its text, under their numbers', () => {
    const [, openhost] = protocols;
    const numbers = openhost?.findings.flatMap(({ id }) => /-G(\d+)$/.exec(id)?.[1] ?? []).map(Number);
    const all = Array.from({ length: 71 }, (_, n) => n + 1).filter((n) => n !== 68);
    expect(numbers?.sort((a, b) => a - b)).toEqual(all);
  });
});
