import type { Case } from '../model.js';
import { type DaemonGrounds, daemonCase } from './daemon_case.js';
import { tornDown } from './exchange.js';
import type { DaemonContext, Wire } from './port.js';

interface Ended extends DaemonGrounds {
  readonly id: string;
  /** What the client sends, for the title. */
  readonly sent: string;
  readonly control: string;
}

const bound = ({ openhost }: DaemonContext): Promise<Wire> => openhost.bound('own');

/** A case that sends these bytes on a channel of its own. The daemon has to end the channel with ERROR. */
export const endsChannel = (
  { sent, ...grounds }: Ended,
  bytes: Uint8Array,
  /** Makes the channel, and leads it to the state in which the bytes are wrong. */
  enter: (context: DaemonContext) => Promise<Wire> = bound,
): Case =>
  daemonCase({
    ...grounds,
    title: `${sent} ends the channel with ERROR`,
    expects: 'refusal',
    async run(context) {
      const wire = await enter(context);
      await wire.raw(bytes);
      await tornDown(context, wire);
    },
  });
