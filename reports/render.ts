import { statSync } from 'node:fs';
import type { Line } from '../suites/model.js';
import { readStream, type StreamEnd, StreamError } from './stream_read.js';

/**
 * Gives a recorded stream to whoever draws it. It is read twice: a file that turns out to be damaged is refused before
 * the first line of it is drawn.
 */
export function renderStream(path: string, take: (line: Line) => void): StreamEnd {
  const file = statSync(path, { throwIfNoEntry: false });
  if (file && !file.isFile() && !file.isDirectory()) {
    throw new StreamError(path, 0, '', 'can be read only once: save it to a file first');
  }
  readStream(path);
  return readStream(path, take);
}
