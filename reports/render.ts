import { statSync } from 'node:fs';
import type { Line } from '../suites/model.js';
import { readStream, type StreamEnd, StreamError } from './stream_read.js';

/**
 * Passes a recorded stream to reporters. It is read twice, so that a damaged file is rejected before its first line is
 * rendered.
 */
export function renderStream(path: string, take: (line: Line) => void): StreamEnd {
  const file = statSync(path, { throwIfNoEntry: false });
  if (file && !file.isFile() && !file.isDirectory()) {
    throw new StreamError(path, 0, '', 'can be read only once: save it to a file first');
  }
  readStream(path);
  return readStream(path, take);
}
