/** The report stream as a library: write it, read it, check a line of it. */
export type {
  Check,
  Evidence,
  Footer,
  Header,
  Level,
  Line,
  Plan,
  Reporter,
  Result,
  SpecVersion,
  TargetHeader,
  Verdict,
} from '../suites/model.js';
export { memory } from './memory.js';
export type { Output } from './output.js';
export { reporters } from './registry.js';
export { lineFault } from './schema.js';
export { streamReporter } from './stream.js';
export { readStream, type StreamEnd, StreamError, type StreamReader, streamReader } from './stream_read.js';
