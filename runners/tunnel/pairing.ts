/** Every out with every in: the cases that have the program under test at both ends, with another program at each. */
import { defined } from '../../defined.js';
import type { Case } from '../../suites/model.js';
import { liveCases } from '../../suites/tunnel/cases.js';
import { itself } from '../../suites/tunnel/pairing.js';
import { commandOf } from '../command_of.js';
import {
  type Meetings,
  type Pairing,
  type PairingAround,
  type PairResult,
  type Peer,
  REFERENCE,
} from '../interop/model.js';
import { judgeOne } from '../judged.js';
import { withControls } from '../with_controls.js';
import { anchored, REFERENCE_COMMAND, tunnelTarget } from './target.js';

const SUFFIX = ` (${itself.name})`;

const cases: readonly Case[] = liveCases.filter(({ title }) => title.endsWith(SUFFIX));

const programOf = ({ text }: Peer): readonly [string, ...string[]] =>
  text === REFERENCE.text ? REFERENCE_COMMAND() : anchored(commandOf(text, 'tunnel'));

export const openTunnelMeetings: Pairing['open'] = async (_peers, around) => meetingsOf(around);

/** `open` starts the two programs of a pair as one target. */
export const meetingsOf = (
  { signal, wanted }: Pick<PairingAround, 'signal' | 'wanted'>,
  open: typeof tunnelTarget = tunnelTarget,
): Meetings => ({
  async meet(row, column) {
    const target = await open({
      name: `${row.name} x ${column.name}`,
      command: programOf(row),
      into: programOf(column),
    });
    try {
      const asked = cases.filter(({ id }) => wanted(id));
      const put = (one: Case) => judgeOne(one, target, { production: false }, { seed: 0, signal });
      const answerOf = withControls(cases, asked, put);
      return await Promise.all(
        asked.map(async (one): Promise<PairResult> => {
          const { judgement } = await answerOf(one);
          return {
            id: one.id,
            title: one.title.replace(SUFFIX, ''),
            verdict: judgement.verdict,
            ...defined({ reason: judgement.reason }),
          };
        }),
      );
    } finally {
      await target.close();
    }
  },
  close: async () => {},
});
