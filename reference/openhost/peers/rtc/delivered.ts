import type { RTCDataChannel } from 'werift';

const longest = 1000;

/**
 * Waits until the other side has acknowledged all that was sent, at most a second. When webrtc-rs learns that a channel is
 * closed, it drops what it has not read: it sees less than half of the ERRORs that come right before the end.
 */
export async function delivered(raw: RTCDataChannel): Promise<void> {
  const { sctp } = raw.sctp;
  const outstanding = () => {
    const sent: unknown = Reflect.get(sctp, 'sentQueue');
    return raw.bufferedAmount + sctp.outboundQueue.length + (Array.isArray(sent) ? sent.length : 0);
  };
  if (outstanding() === 0) return;
  const before = sctp.onSackReceived;
  let timer: NodeJS.Timeout | undefined;
  let settle = () => {};
  const look = async () => {
    await before();
    if (outstanding() === 0) settle();
  };
  await new Promise<void>((resolve) => {
    timer = setTimeout(resolve, longest);
    raw.stateChanged.subscribe((state) => state !== 'open' && resolve());
    sctp.onSackReceived = look;
    settle = resolve;
  });
  if (sctp.onSackReceived === look) sctp.onSackReceived = before;
  clearTimeout(timer);
}
