/** Keeps the last bytes of a stream, however much comes. Its text has no empty end. */
export function keepTail(limit: number) {
  let kept = Buffer.alloc(0);
  let dropped = false;
  return {
    push(chunk: Buffer): void {
      dropped ||= kept.length + chunk.length > limit;
      const last = chunk.subarray(Math.max(0, chunk.length - limit));
      kept = Buffer.concat([kept.subarray(Math.max(0, kept.length + last.length - limit)), last]);
    },
    text: (): string => (dropped ? '... ' : '') + kept.toString('utf8').trimEnd(),
  };
}
