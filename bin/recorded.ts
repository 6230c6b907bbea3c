import { readStream, type StreamEnd, StreamError } from '../reports/stream_read.js';
import { UsageError } from './command.js';

/** A stream on disk, and how complete it is. */
export interface Recorded extends StreamEnd {
  readonly path: string;
}

export function readRecorded(path: string): Recorded {
  try {
    return { path, ...readStream(path) };
  } catch (error) {
    if (error instanceof StreamError) throw new UsageError(`--resume: ${error.message}`);
    throw error;
  }
}
