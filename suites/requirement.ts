import type { Requirement } from './model.js';

type Clause = Omit<Requirement, 'protocol' | 'section'>;

/** The clauses of one section. Ids are written out at each: they are immutable, and people search for them. */
export const clauses = (protocol: string, section: string, list: readonly Clause[]): readonly Requirement[] =>
  list.map((clause) => ({ ...clause, protocol, section }));

/** Says of all that only a live target can show, and no case looks at yet, which suite it waits for. */
export const waitingFor = (suite: string, requirements: readonly Requirement[]): readonly Requirement[] =>
  requirements.map((requirement) =>
    requirement.excluded || requirement.observed.includes('vector')
      ? requirement
      : { ...requirement, waits: suite },
  );
