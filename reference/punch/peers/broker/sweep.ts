import type { BrokerSettings } from './settings.js';
import type { Ending, Member } from './state.js';

/**
 * Regularly removes members that are silent or did not register (RFC 6.2 and 6.3). Returns a function that ends this.
 */
export function sweepRegularly(
  { clock, rules }: BrokerSettings,
  members: ReadonlySet<Member>,
  { leave, swept }: { leave(member: Member): void; swept(now: number): void },
): () => void {
  const { registration, silence, sweep } = rules.timing;
  const reap = (member: Member, why: Ending, message: string): void => {
    member.link.send({ type: 'error', code: 'SERVER_ERROR', message });
    member.link.close(why);
    leave(member);
  };
  const look = (): void => {
    const now = clock.now();
    swept(now);
    for (const member of members) {
      const late = member.claims.role === 'peer' && !member.endpoint && now - member.opened >= registration;
      if (rules.isDead(member, now, silence)) reap(member, 'dead', 'no sign of life');
      else if (late) reap(member, 'unregistered', 'not registered in time');
    }
    stop = clock.after(sweep, look);
  };
  let stop = clock.after(sweep, look);
  return () => stop();
}
