/** Section 4: frames that come in chunks, and lengths that are only announced. */
import type { JsonObject } from '../../../reference/structure.js';
import { accepting, refusing } from '../drafted.js';
import { cut, times } from '../hex_bytes.js';
import type { Draft } from '../recipe.js';
import { frame, v1, v2 } from './frame.parts.js';

const whole = (frames: readonly JsonObject[], pending = 0): JsonObject => ({ frames, pending });

export function streams(): Draft[] {
  const a = v2(0x01, 1, '474554');
  const b = v2(0x03, 1, '');
  const c = v1(0x12, 'beef');
  const all = a + b + c;
  const framesOf = [frame(0x01, 1, '474554'), frame(0x03, 1, ''), frame(0x12, 0, 'beef')];
  const bytewise = all.match(/../g) ?? [];
  const stream = accepting({ op: 'stream' });
  const draft = (slug: string, title: string, input: readonly string[], accept: JsonObject): Draft =>
    stream(
      slug,
      title,
      input,
      accept,
      'OPENHOST-4-13',
      'Data channel messages and frames have different boundaries, so a decoder must buffer.',
    );
  return [
    draft('nothing', 'no chunk gives no frame', [], whole([])),
    draft('empty-chunks', 'empty chunks give no frame', ['', '', ''], whole([])),
    draft('one-chunk', 'three frames in one chunk, v1 among v2', [all], whole(framesOf)),
    draft('a-frame-a-chunk', 'one frame in each chunk', [a, b, c], whole(framesOf)),
    draft('bytewise', 'byte by byte', bytewise, whole(framesOf)),
    draft('in-pairs', 'two bytes at a time', all.match(/.{1,4}/g) ?? [], whole(framesOf)),
    draft('in-sevens', 'seven bytes at a time', all.match(/.{1,14}/g) ?? [], whole(framesOf)),
    draft(
      'empty-between',
      'with an empty chunk inside a payload',
      [a.slice(0, 22), '', all.slice(22)],
      whole(framesOf),
    ),
    draft(
      'header-then-payload',
      'cut between header and payload',
      [a.slice(0, 20), a.slice(20)],
      whole(framesOf.slice(0, 1)),
    ),
    draft('first-byte', 'the first byte of a v2 frame waits', [a, '00'], whole(framesOf.slice(0, 1), 1)),
    draft('v2-nine', 'nine bytes of a v2 header wait', [b.slice(0, 18)], whole([], 9)),
    draft('v1-four', 'four bytes of a v1 header wait', [c.slice(0, 8)], whole([], 4)),
    draft('v2-payload', 'all but the last byte of a payload waits', [cut(a)], whole([], 12)),
    draft('v1-payload', 'a v1 frame waits behind a whole one', [a + cut(c)], whole(framesOf.slice(0, 1), 6)),
    draft(
      'many',
      'a hundred frames in one chunk',
      [times(b, 100)],
      whole(new Array<JsonObject>(100).fill(frame(0x03, 1, ''))),
    ),
  ];
}

export function announced(): Draft[] {
  const awaited = accepting({ op: 'stream', tags: ['boundary'] });
  const draft = (slug: string, title: string, input: string, pending: number): Draft =>
    awaited(
      slug,
      title,
      [input],
      whole([], pending),
      'OPENHOST-4-11',
      'A decoder with an off-by-one bound rejects the longest frame.',
    );
  const tooLong = refusing({ op: 'stream', beside: 'v2-length-most', tags: ['boundary', 'security'] });
  const refuse = (slug: string, title: string, input: string, beside = 'v2-length-most'): Draft =>
    tooLong(
      slug,
      title,
      [input],
      'frame/length',
      'OPENHOST-4-11',
      'A decoder that waits for the payload lets one header reserve gigabytes.',
      { beside },
    );
  const malformed = refusing({ op: 'stream', beside: 'one-chunk' });
  const behind = (slug: string, title: string, second: string, reject: string, requires: string): Draft =>
    malformed(
      slug,
      `${title} after a complete frame`,
      [v2(0x03, 1, '') + second],
      reject,
      requires,
      'A decoder that skips a malformed frame loses its place in the stream.',
    );
  return [
    draft('v2-length-below', 'a v2 header that announces 2^24 - 2', v2(0x02, 0, '', 0xff_fffe), 10),
    draft('v2-length-most', 'a v2 header that announces 2^24 - 1', v2(0x02, 0, '', 0xff_ffff), 10),
    draft('v1-length-below', 'a v1 header that announces 2^24 - 2', v1(0x02, '', 0xff_fffe), 5),
    draft('v1-length-most', 'a v1 header that announces 2^24 - 1', v1(0x02, '', 0xff_ffff), 5),
    refuse('v2-length-above', 'a v2 header that announces 2^24', v2(0x02, 0, '', 0x100_0000)),
    refuse('v2-length-highest', 'a v2 header that announces 2^32 - 1', v2(0x02, 0, '', 0xffff_ffff)),
    refuse('v2-length-sign', 'a v2 header that announces 2^31', v2(0x02, 0, '', 0x8000_0000)),
    refuse('v1-length-above', 'a v1 header that announces 2^24', v1(0x02, '', 0x100_0000), 'v1-length-most'),
    refuse(
      'v1-length-highest',
      'a v1 header that announces 2^32 - 1',
      v1(0x02, '', 0xffff_ffff),
      'v1-length-most',
    ),
    behind('v2-second-frame', 'a reserved type', v2(0x04, 1, ''), 'frame/type', 'OPENHOST-4-3'),
    behind('v1-second-frame', 'a reserved v1 type', v1(0x7f, ''), 'frame/type', 'OPENHOST-4-3'),
    behind(
      'ping-with-payload',
      'a ping with a payload',
      v2(0xfe, 0, '00'),
      'frame/not-empty',
      'OPENHOST-4-12',
    ),
  ];
}
