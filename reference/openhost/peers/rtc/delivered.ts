import type { RTCDataChannel } from 'werift';

const longest = 1000;

/**
 * When the other side has acknowledged all that was sent, or will not within a second. webrtc-rs drops what it has not read yet
 * when it learns that the channel is closed: an ERROR with the end right behind it is seen less than half of the time.
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
