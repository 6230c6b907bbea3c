import { type PunchMutant, ruling, sending, timing } from './mutant.js';

export const keepAlive: readonly PunchMutant[] = [
  {
    id: 'ignores-pings',
    clause: ['PUNCH-6.3-1'],
    what: 'A ping is not answered.',
    change: ruling(() => ({ pong: () => undefined })),
  },
  {
    id: 'pongs-without-payload',
    clause: ['PUNCH-6.3-1'],
    what: 'A pong has no payload.',
    change: ruling(() => ({ pong: () => new Uint8Array() })),
  },
  {
    id: 'refuses-punch-ping',
    clause: ['PUNCH-6.3-5', 'PUNCH-8.2-6'],
    what: 'punch.ping is answered with an error message.',
    change: sending((message) =>
      message.type === 'punch.pong'
        ? [{ type: 'error', code: 'INVALID_MESSAGE', message: 'unknown' }]
        : [message],
    ),
  },
  {
    id: 'never-buries-the-dead',
    clause: ['PUNCH-6.3-2'],
    what: 'A silent peer is never closed.',
    change: ruling(() => ({ isDead: () => false })),
  },
  {
    id: 'buries-the-living',
    clause: ['PUNCH-6.3-3', 'PUNCH-6.5-2'],
    what: 'A peer is closed 90 seconds after it opened, whatever it sends.',
    change: ruling(() => ({ isDead: (member, now, silence) => now - member.opened >= silence })),
  },
  {
    id: 'counts-messages-only-as-life',
    clause: ['PUNCH-6.3-3', 'PUNCH-6.5-2'],
    what: 'Pings and pongs of a peer do not count as traffic.',
    change(rules) {
      const heard = new WeakMap<object, number>();
      let time = 0;
      return {
        ...rules,
        touch(session, now) {
          time = now;
          rules.touch(session, now);
        },
        readMessage(text, from) {
          heard.set(from, time);
          return rules.readMessage(text, from);
        },
        isDead: ({ claims, opened }, now, silence) => now - (heard.get(claims) ?? opened) >= silence,
      };
    },
  },
  {
    id: 'wants-registration-in-ten-seconds',
    clause: ['PUNCH-6.2-2'],
    what: 'A peer that has not registered is closed after ten seconds.',
    change: timing({ registration: 10_000 }),
  },
];
