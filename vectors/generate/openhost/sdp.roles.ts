/** Section 3.1: the DTLS role that an SDP may ask for. */
import type { Json } from '../../../reference/structure.js';
import type { Draft } from '../recipe.js';

export const dialects = ['spec', 'deployed'] as const;
const allowed = {
  spec: { offer: ['active'], answer: ['passive'] },
  deployed: { offer: ['active', 'actpass'], answer: ['active', 'passive'] },
} as const;

export function roles(dialect: (typeof dialects)[number], side: 'offer' | 'answer'): Draft[] {
  const sdp = (role: string, end = '\r\n'): string => `v=0${end}s=-${end}a=setup:${role}${end}`;
  const passes: readonly string[] = allowed[dialect][side];
  const twin = `setup-${side}-${side === 'offer' ? 'active' : 'passive'}-${dialect}`;
  const draft = (
    slug: string,
    title: string,
    input: string,
    outcome: { accept: Json } | { reject: string; twin: string },
  ): Draft => ({
    slug: `setup-${side}-${slug}-${dialect}`,
    title,
    requires: ['OPENHOST-3.1-3'],
    op: 'setup',
    given: { side, dialect },
    input,
    dialect,
    why: 'If the DTLS roles are exchanged, the client compares the wrong certificate with the record.',
    ...(dialect === 'deployed' ? { source: 'OPENHOST-G12, OPENHOST-G13' } : {}),
    ...outcome,
  });
  const refusal = { reject: 'sdp/setup', twin };
  const who = side === 'offer' ? 'a client' : 'a daemon';
  const good = side === 'offer' ? 'active' : 'passive';
  return [
    ...['active', 'passive', 'actpass', 'holdconn', 'Active', ''].map((role) =>
      draft(
        role === '' ? 'nothing' : role === 'Active' ? 'upper-case' : role,
        `${who} that asks to be ${role === '' ? 'nothing' : role}`,
        sdp(role),
        passes.includes(role) ? { accept: role } : refusal,
      ),
    ),
    draft('absent', `${who} that asks for no role`, 'v=0\r\ns=-\r\n', refusal),
    draft('lf', 'lines that end with LF', sdp(good, '\n'), { accept: good }),
    draft(
      'second-role',
      `${who} that asks for a role, and for another in a second line`,
      `${sdp(good)}a=setup:holdconn\r\n`,
      dialect === 'spec' ? refusal : { accept: good },
    ),
    draft(
      'first-role',
      `${who} that asks for another role, and for a valid one in a second line`,
      `${sdp('holdconn')}a=setup:${good}\r\n`,
      refusal,
    ),
  ];
}
