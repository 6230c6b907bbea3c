import { readStream, type StreamEnd, StreamError } from '../reports/stream_read.js';
import type { Earlier } from '../runners/resume.js';
import type { Header } from '../suites/model.js';
import { UsageError } from './command.js';
import type { OpenReports } from './reporters.js';

/** A stream on disk, and how far it goes. */
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

/** Its results as the run that goes on counts them. */
export const earlier = ({ path, finished }: Recorded, header: Header, { again }: OpenReports): Earlier => ({
  header,
  finished,
  results(take) {
    again(() => {
      readStream(path, (line) => {
        if (line.kind === 'result') take(line);
      });
    });
  },
});
