import type { Rules } from '../../punch/peers/broker/rules.js';
import { all, type PunchMutant, ruling, timing } from './mutant.js';

type GrantTtl = Rules['grantTtl'];

const grants = (
  id: string,
  clause: string,
  what: string,
  grant: (rule: GrantTtl) => GrantTtl,
): PunchMutant => ({
  id,
  clause: [clause],
  what,
  change: ruling(({ grantTtl }) => ({ grantTtl: grant(grantTtl) })),
});

const LATE = 3_000;

export const ttl: readonly PunchMutant[] = [
  {
    id: 'expires-three-seconds-late',
    clause: ['PUNCH-4.3-2', 'PUNCH-4.2-5', 'PUNCH-5.3-3', 'PUNCH-8.2-1'],
    what: 'A session ends three seconds after its expiry.',
    change: all(
      timing({ closingMargin: -LATE }),
      ruling(() => ({
        hasExpired: (session, now) => now >= session.expiresAt + LATE,
        isFree: (session, now) => session === undefined || now >= session.expiresAt + LATE,
      })),
    ),
  },
  {
    id: 'never-closes-sockets-at-expiry',
    clause: ['PUNCH-4.3-2', 'PUNCH-4.2-5'],
    what: 'The end of the TTL leaves the WebSockets open.',
    change: ruling((rules) => ({
      closeCode: (why) => (why === 'expired' ? undefined : rules.closeCode(why)),
    })),
  },
  {
    id: 'activity-extends-the-life',
    clause: ['PUNCH-4.3-1', 'PUNCH-4.3-2', 'PUNCH-4.2-5', 'PUNCH-8.2-1', 'PUNCH-5.3-3'],
    what: 'Each message moves the expiry to a whole TTL from now.',
    change: ruling(() => ({
      touch(session, now) {
        session.expiresAt = now + session.ttl * 1000;
      },
    })),
  },
  {
    id: 'lives-an-hour-by-default',
    clause: ['PUNCH-4.3-3'],
    what: 'A session that asks for no TTL lives an hour.',
    change: timing({ defaultTtl: 3_600 }),
  },
  grants(
    'lives-as-long-as-the-default',
    'PUNCH-4.3-4',
    'A TTL that is asked for is taken for none.',
    (rule) => (asked, fallback, most) =>
      rule(typeof asked === 'number' && asked > 5 ? undefined : asked, fallback, most),
  ),
  grants(
    'lives-an-hour-at-most',
    'PUNCH-4.3-4',
    'A TTL above an hour is cut to an hour.',
    (rule) => (asked, fallback, most) =>
      Number(asked) > 3600 && Number(asked) <= most ? 3600 : rule(asked, fallback, most),
  ),
  grants(
    'grants-no-ttl-under-five-seconds',
    'PUNCH-4.3-4',
    'A TTL below five seconds is rejected.',
    (rule) => (asked, fallback, most) => (Number(asked) < 5 ? undefined : rule(asked, fallback, most)),
  ),
  grants(
    'lives-as-long-as-it-likes',
    'PUNCH-4.3-5',
    'A TTL has no maximum.',
    (rule) => (asked, fallback) => rule(asked, fallback, 1e9),
  ),
  grants(
    'ttl-zero-means-default',
    'PUNCH-4.3-6',
    'A TTL of zero is taken for none.',
    (rule) => (asked, fallback, most) => (asked === 0 ? fallback : rule(asked, fallback, most)),
  ),
  grants(
    'ttl-fraction-means-default',
    'PUNCH-4.3-6',
    'A TTL that is no whole number is taken for none.',
    (rule) => (asked, fallback, most) =>
      typeof asked === 'number' && !Number.isInteger(asked) ? fallback : rule(asked, fallback, most),
  ),
  grants(
    'ttl-by-magnitude',
    'PUNCH-4.3-6',
    'A negative TTL is granted without its sign.',
    (rule) => (asked, fallback, most) =>
      rule(typeof asked === 'number' ? Math.abs(asked) : asked, fallback, most),
  ),
  grants(
    'ttl-text-means-default',
    'PUNCH-4.3-6',
    'A TTL that is text is taken for none.',
    (rule) => (asked, fallback, most) => (typeof asked === 'string' ? fallback : rule(asked, fallback, most)),
  ),
];
