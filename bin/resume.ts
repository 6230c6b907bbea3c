import { readStream } from '../reports/stream_read.js';
import type { Earlier } from '../runners/resume.js';
import type { Header } from '../suites/model.js';
import type { Recorded } from './recorded.js';
import type { OpenReports } from './reporters.js';
import { readRerun } from './rerun.js';
import type { Options } from './run_options.js';

/** The recorded results, for the run that continues them. */
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

/** The options of the resumed run: those of the command line, and for the rest those of the recorded run. */
export function remembered(given: Options, { header }: Recorded): Options {
  if (!header) return given;
  const { asked = {}, level, repeat, shard, targets } = header;
  const targeted =
    given.target === undefined ? readRerun(targets.map(({ name, rerun }) => ({ name, rerun }))) : {};
  const selects = given.only !== undefined || given.skip !== undefined || given.failed !== undefined;
  const kept = {
    level,
    repeat,
    shard,
    ...(selects ? {} : { only: asked.only?.slice(), skip: asked.skip?.slice() }),
    profile: asked.profile as Options['profile'],
    waivers: asked.waivers,
    requirements: asked.requirements?.slice(),
  };
  return {
    ...kept,
    ...withoutGaps(targeted),
    ...withoutGaps(given),
    fast: given.fast || asked.fast === true,
  };
}

const withoutGaps = <T extends object>(options: T): T =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as T;
