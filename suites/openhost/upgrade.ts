/** How cases open a WebSocket tunnel. */
import { defined } from '../../defined.js';
import { FRAME_TYPES as T } from '../../reference/openhost/frame.js';
import { requestBytes } from './exchange.js';
import { expectFrame } from './heard.js';
import type { DaemonContext, Wire } from './port.js';

export const UPGRADE = [
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
];

export const upgradeToChat = [...UPGRADE, 'Sec-WebSocket-Protocol: chat'];

/** The service sends the greeting with its 101, in one piece, when its URL has this. */
export const GREETS = 'greets';
export const GREETING = 'welcome';

interface Upgraded {
  readonly wire: Wire;
  /** The head of the 101, in lower case. */
  readonly head: string;
  readonly id: number;
}

/** Upgrades on a channel of its own. */
export async function open(
  context: DaemonContext,
  target = '/live',
  { more = [], host, id = 5 }: { more?: readonly string[]; host?: string; id?: number } = {},
): Promise<Upgraded> {
  await context.openhost.service();
  const other = await context.openhost.tunnelling();
  const wire = await other.bound('own');
  const headers = [...upgradeToChat, ...more];
  await wire.raw(requestBytes({ target, headers, ...defined({ host }), id }));
  const head = await expectFrame(context, wire, T.RESPONSE_HEAD, 'the daemon sends the 101 as RESPONSE_HEAD');
  return { wire, head: new TextDecoder().decode(head.payload).toLowerCase(), id: head.requestId };
}
