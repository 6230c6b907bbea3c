import { expect, it } from 'vitest';
import { frame, FRAME_TYPES as T } from '../../openhost/frame.js';
import { DAEMON_RULES } from '../../openhost/peers/daemon/rules.js';
import { mutant } from './mutant.js';
import { inLaterRequests } from './one_sided_requests.js';

const framed = (type: number) => ({ type, requestId: 0, payload: new Uint8Array(0) });

it('is wrong on each channel from the end of its first request on', async () => {
  const [mute] = inLaterRequests([mutant('no-pong', ['4-18'], 'Is mute.', () => ({ writeFrame: () => [] }))]);
  const rules = mute?.change(DAEMON_RULES) ?? DAEMON_RULES;
  const written: number[] = [];
  const write = () => void written.push([...rules.writeFrame(framed(T.PONG))].length);
  const works: Promise<void>[] = [];
  const channel = () =>
    rules.readFrames(({ type }) => {
      if (type === T.PING) write();
      else works.push(Promise.resolve().then(write));
    });
  const push = async (on: ReturnType<typeof channel>, type: number) => {
    on.push(frame.encode(framed(type)));
    await Promise.all(works);
  };
  const [one, other] = [channel(), channel()];
  await push(one, T.PING);
  await push(one, T.REQUEST_END);
  await push(one, T.PING);
  await push(other, T.PING);
  expect(written).toEqual([1, 1, 0, 1]);
});
