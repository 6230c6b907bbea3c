import type { Requirement } from './model.js';

type Shared = 'binds' | 'observed';
type Clause = Omit<Requirement, 'protocol' | 'section' | Shared> & Partial<Pick<Requirement, Shared>>;

/**
 * The clauses of one section. Unless it says otherwise, a clause binds the server and is observed live. Ids are written out
 * at each: they are immutable, and people search for them.
 */
export const clauses = (protocol: string, section: string, list: readonly Clause[]): readonly Requirement[] =>
  list.map((clause) => ({ binds: ['server'], observed: ['live'], ...clause, protocol, section }));

/** Marks the clauses that only a live target can show as waiting for this suite, which does not exist yet. */
export const waitingFor = (suite: string, requirements: readonly Requirement[]): readonly Requirement[] =>
  requirements.map((requirement) =>
    requirement.excluded || requirement.observed.includes('vector')
      ? requirement
      : { ...requirement, waits: suite },
  );
