/**
 * Drafts a case from a history of a live peer. It cannot be a vector, because each answer depends on the earlier ones.
 */
import type { Json } from '../../suites/model.js';

export interface ToldHistory {
  readonly model: string;
  readonly what: string;
  readonly expected: Json;
  readonly received: Json;
  readonly commands: readonly string[];
  readonly rerun: string;
}

export function draftedCase({ model, what, expected, received, commands, rerun }: ToldHistory): string {
  const [protocol] = model.split('/');
  return [
    `// Found by conform fuzz with the model ${model}: ${oneLine(what)}.`,
    '// No vector can hold it: it is a conversation. CONFIRM the section, the clause, the title and why, write the commands',
    `// as steps through the port, and move it into suites/${protocol}. Until then: ${oneLine(rerun)}`,
    'defineCase({',
    `  id: '${protocol}/CONFIRM/CONFIRM',`,
    `  title: ${JSON.stringify(`CONFIRM: ${what}`)},`,
    "  requires: ['CONFIRM'],",
    "  expects: 'service', // CONFIRM; a refusal names its control",
    "  why: 'CONFIRM: what goes wrong in the field when this is wrong',",
    '  async run(context) {',
    ...commands.map((command, i) => `    // ${i + 1}. ${oneLine(command)}`),
    `    // expected: ${oneLine(JSON.stringify(expected))}`,
    `    // received: ${oneLine(JSON.stringify(received))}`,
    '  },',
    '}),',
    '',
  ].join('\n');
}

/** On one line, so that a text of the target cannot end the comment. */
const oneLine = (text: string): string => text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').slice(0, 400);
