/** The data channel of a browser in the shape that the client of reference/ talks through. */

const highWater = 1 << 20;
const lowWater = 1 << 18;

export function channelOf(raw) {
  raw.binaryType = 'arraybuffer';
  raw.bufferedAmountLowThreshold = lowWater;
  let listener;
  let early = [];
  raw.addEventListener('message', ({ data }) => {
    const message = typeof data === 'string' ? new TextEncoder().encode(data) : new Uint8Array(data);
    if (listener === undefined) early.push(message);
    else listener(message);
  });
  const closed = new Promise((resolve) => raw.addEventListener('close', () => resolve(), { once: true }));
  const room = () =>
    new Promise((resolve) => raw.addEventListener('bufferedamountlow', resolve, { once: true }));
  return {
    label: raw.label,
    get open() {
      return raw.readyState === 'open';
    },
    async send(message) {
      raw.send(message);
      if (raw.bufferedAmount > highWater) await Promise.race([room(), closed]);
    },
    listen(next) {
      listener = next;
      for (const message of early) next(message);
      early = [];
    },
    closed,
    close: () => raw.close(),
  };
}
