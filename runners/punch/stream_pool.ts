/** The numbers of streams that are tried for a shared session; 0 names none. */
const SIZES = [48, 16, 8, 1, 0];

/** What is known of the sessions whose streams are given to cases, one to each. */
export interface StreamPool {
  /** The numbers of streams to ask for, the largest first. A further session asks for no more than was granted. */
  sizes(): readonly number[];
  granted(size: number): void;
  /** Whether a creation may name streams; undefined until one was granted. */
  takesStreams(): boolean | undefined;
  /** The number of the next stream, counted over all shared sessions. */
  next(): number;
}

export function streamPool(): StreamPool {
  let granted: number | undefined;
  let leased = 0;
  return {
    sizes: () => SIZES.filter((size) => granted === undefined || size <= granted),
    granted(size) {
      granted = size;
    },
    takesStreams: () => (granted === undefined ? undefined : granted > 0),
    next: () => leased++,
  };
}
