/** Creations of histories: where they come from, and how their sessions end. */
import type { Context } from '../../suites/model.js';
import type { CreateOptions, HttpAnswer, PunchPort, PunchSession } from '../../suites/punch/port.js';
import { sessionPath } from '../../suites/punch/steps.js';
import { findTokenTexts } from '../../suites/punch/tokens_in.js';

interface Asking extends Pick<Context, 'random'> {
  readonly punch: PunchPort;
}

/**
 * On this machine each creation comes from an address of its own, which has a budget of its own (RFC 5.2): histories would
 * wait for the minute to pass. A broker that limits them all the same is asked at its pace.
 */
export const freshSource = ({ punch, random }: Asking): CreateOptions =>
  punch.sources.length === 0 || punch.limitedEarly()
    ? {}
    : { source: `127.${[0, 0, 0].map(() => 1 + random.below(253)).join('.')}` };

interface Made {
  readonly name: string;
  readonly session: PunchSession | undefined;
  /** The answer to the creation that used its name again. */
  readonly again?: HttpAnswer;
}

/** A search makes more sessions than a broker may want to keep, so each history deletes its own. */
export async function deleteRoom(punch: PunchPort, { name, session, again }: Made): Promise<void> {
  const admin = findTokenTexts((again ?? session?.answer)?.json).find(
    (found) => found.role === 'admin' && found.session === name,
  );
  if (admin) await punch.http({ method: 'DELETE', path: sessionPath(name), token: admin.text });
}
