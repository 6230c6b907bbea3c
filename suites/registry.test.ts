import { describe, expect, it } from 'vitest';
import { defineCase } from './case.js';
import { levelledBy } from './levelled.js';
import type { Requirement } from './model.js';
import { protocols } from './protocols.js';
import { casesOf } from './registry.js';

const requirement = (id: string, level: Requirement['level']): Requirement => ({
  id,
  protocol: 'alpha',
  section: '1',
  level,
  binds: ['server'],
  observed: ['live'],
  text: 'Something holds.',
});

const levelled = levelledBy([requirement('A-1-1', 'should'), requirement('A-1-2', 'may')]);

const asked = (requires: string[], level?: Requirement['level']) =>
  levelled(
    defineCase({
      id: 'alpha/1/one',
      why: '',
      title: 'one',
      requires,
      expects: 'service',
      ports: [],
      ...(level ? { level } : {}),
      async run() {},
    }),
  ).level;

describe('levelledBy', () => {
  it('makes a case as strict as its strongest requirement', () => {
    expect(asked(['A-1-2'])).toBe('may');
    expect(asked(['A-1-2', 'A-1-1'])).toBe('should');
  });

  it('lets the file of a case say less, never more', () => {
    expect(asked(['A-1-1'], 'may')).toBe('may');
    expect(asked(['A-1-2'], 'should')).toBe('may');
  });
});

describe('the registry', () => {
  const cases = casesOf();
  const ids = cases.map(({ id }) => id);

  it('has every case once', () => expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]));

  it('has cases that cite existing requirements, and have titles', () => {
    const known = new Set(protocols.flatMap(({ requirements }) => requirements.map(({ id }) => id)));
    const strange = cases.flatMap(({ id, requires }) =>
      requires.filter((one) => !known.has(one)).map((one) => `${id} cites ${one}`),
    );
    expect(strange).toEqual([]);
    expect(cases.filter(({ requires, title }) => requires.length === 0 || title === '')).toEqual([]);
  });

  it('has a control for every refusal, which is a service of the same target', () => {
    const byId = new Map(cases.map((one) => [one.id, one]));
    const refusals = cases.filter(({ expects }) => expects === 'refusal');
    expect(refusals.length).toBeGreaterThan(0);
    const wrong = refusals.flatMap(({ id, control = '', ports }) => {
      const open = byId.get(control);
      if (open?.expects !== 'service') return [`${id}: ${control} is no case that shows a service`];
      return open.ports.join() === ports.join() ? [] : [`${id}: ${control} asks another port`];
    });
    expect(wrong).toEqual([]);
  });

  it('has live cases that name their section as their spec does', () => {
    for (const { spec, cases: live } of protocols) {
      const sections = spec.sections.map(({ section }) => section);
      expect(live.filter(({ section }) => !sections.includes(section)).map(({ id }) => id)).toEqual([]);
    }
  });
});
