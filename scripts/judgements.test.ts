/** docs/judgements.md is generated from the cases and clauses, and lists every gating case. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { inPackage } from '../package.js';
import { groundsOf, judgementsPage } from '../suites/judgements.js';
import { protocols } from '../suites/protocols.js';
import { casesOf } from '../suites/registry.js';

describe('the page of judgements', () => {
  it('is up to date (node scripts/write-judgements.mjs)', () => {
    expect(readFileSync(inPackage('docs', 'judgements.md'), 'utf8')).toBe(judgementsPage());
  });

  it.each(protocols.map((protocol) => [protocol.spec.protocol, protocol] as const))(
    'has each gating live case of %s once, under a clause that must be kept',
    (_name, protocol) => {
      const gating = casesOf([protocol]).filter(({ kind, level }) => kind === 'live' && level === 'must');
      const listed = groundsOf(protocol).flatMap(({ cases }) => cases.map(({ id }) => id));
      expect(gating.length).toBeGreaterThan(10);
      expect(listed.sort()).toEqual(gating.map(({ id }) => id).sort());
    },
  );

  it.each(protocols.map((protocol) => [protocol.spec.protocol, protocol] as const))(
    'names a sentence of the text for each clause of %s',
    (_name, protocol) => {
      const without = groundsOf(protocol).filter(({ places }) => places.length === 0);
      expect(without.map(({ clause }) => clause.id)).toEqual([]);
    },
  );

  it.each(protocols.map((protocol) => [protocol.spec.protocol, protocol] as const))(
    'lowers cases and vectors of %s that are there and would gate, each with a reason',
    (_name, protocol) => {
      const { lowered } = protocol;
      const cases = casesOf([protocol]);
      for (const [id, why] of Object.entries(lowered)) {
        expect(cases.find((one) => one.id === id)?.level, id).toBe('should');
        expect(why).toMatch(/\w{3}/);
      }
    },
  );
});
