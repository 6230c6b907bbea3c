export interface Tail {
  push(chunk: Buffer): void;
  text(): string;
}

/** Keeps the last bytes of a stream, however much comes. */
export function keepTail(limit: number): Tail {
  let kept = Buffer.alloc(0);
  let dropped = false;
  return {
    push(chunk) {
      dropped ||= kept.length + chunk.length > limit;
      const last = chunk.subarray(Math.max(0, chunk.length - limit));
      kept = Buffer.concat([kept.subarray(Math.max(0, kept.length + last.length - limit)), last]);
    },
    text: () => (dropped ? '... ' : '') + kept.toString('utf8'),
  };
}
