import type { Citing } from './coverage.js';
import type { Requirement } from './model.js';
import { type Spec, sectionsOf, sha256 } from './spec.js';

export interface SectionDrift {
  readonly section: string;
  readonly title: string;
  readonly change: 'changed' | 'added' | 'removed';
  /** Requirements that were taken from the section. */
  readonly requirements: readonly string[];
  /** Cases and vectors that cite one of them. */
  readonly cases: readonly string[];
}

export interface Drift {
  readonly protocol: string;
  readonly was: string;
  readonly is: string;
  readonly same: boolean;
  readonly sections: readonly SectionDrift[];
}

/** What another text of the same spec changes, section by section, and what hangs on that. */
export function drift(
  spec: Spec,
  text: string,
  requirements: readonly Requirement[],
  cases: readonly Citing[],
): Drift {
  const now = new Map(sectionsOf(text).map((one) => [one.section, one]));
  const before = new Map(spec.sections.map((one) => [one.section, one]));
  const hanging = (section: string) => {
    const ids = requirements.filter((one) => one.section === section).map(({ id }) => id);
    const citing = cases.filter(({ requires }) => requires.some((id) => ids.includes(id)));
    return { requirements: ids, cases: citing.map(({ id }) => id) };
  };
  const gone = spec.sections
    .filter(({ section }) => now.get(section)?.sha256 !== before.get(section)?.sha256)
    .map(({ section, title }) => ({
      section,
      title,
      change: now.has(section) ? ('changed' as const) : ('removed' as const),
      ...hanging(section),
    }));
  const added = [...now.values()]
    .filter(({ section }) => !before.has(section))
    .map(({ section, title }) => ({ section, title, change: 'added' as const, ...hanging(section) }));
  const is = sha256(text);
  return {
    protocol: spec.protocol,
    was: spec.sha256,
    is,
    same: is === spec.sha256,
    sections: [...gone, ...added],
  };
}

/** The spec that a text is most likely a version of: the one with which it shares most sections. */
export function specOf(text: string, specs: readonly Spec[]): Spec | undefined {
  const parts = sectionsOf(text);
  const shared = (spec: Spec) =>
    parts.filter(({ section, title, sha256 }) =>
      spec.sections.some((one) => one.sha256 === sha256 || (one.section === section && one.title === title)),
    ).length;
  const [best] = specs.map((spec) => ({ spec, score: shared(spec) })).sort((a, b) => b.score - a.score);
  return best && best.score > 1 ? best.spec : undefined;
}
