import { readStream, type StreamEnd, StreamError } from '../reports/stream_read.js';
import { asUsage } from './command.js';

/** A stream on disk, and how complete it is. */
export interface Recorded extends StreamEnd {
  readonly path: string;
}

export const readRecorded = (path: string): Recorded => ({
  path,
  ...asUsage(StreamError, () => readStream(path), '--resume'),
});
