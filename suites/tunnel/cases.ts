import { defined } from '../../defined.js';
import { defineCase } from '../case.js';
import type { Case } from '../model.js';
import { scripts } from './scripts.js';

/** The deadline in the lab passes first, also one that a transfer has started anew ten times; this one is for a lab that hangs. */
const HUNG = 11;

/** The same questions from outside the lab: each is handed in by its id, and comes back as an observation. */
export const liveCases: readonly Case[] = scripts.map((script) => putToLab(script));

export function putToLab({ id, title, why, requires, level, waits, deadline, expects, control }: Case): Case {
  return defineCase({
    id,
    title,
    requires,
    ...defined({ why }),
    level,
    ...(expects === 'refusal' && control !== undefined ? { expects, control } : { expects: 'service' }),
    ...defined({ waits }),
    ports: ['tunnel'],
    deadline: HUNG * deadline,
    run: ({ tunnel }) => tunnel.perform(id),
  });
}
