/** Section 4: frames that come in chunks, and announced lengths without their payload. */
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
    draft('nothing', 'stream returns no frame without chunks', [], whole([])),
    draft('empty-chunks', 'stream returns no frame from empty chunks', ['', '', ''], whole([])),
    draft('one-chunk', 'stream returns three frames, one of them v1, from one chunk', [all], whole(framesOf)),
    draft('a-frame-a-chunk', 'stream returns one frame from each chunk', [a, b, c], whole(framesOf)),
    draft('bytewise', 'stream returns three frames from chunks of one byte', bytewise, whole(framesOf)),
    draft(
      'in-pairs',
      'stream returns three frames from chunks of two bytes',
      all.match(/.{1,4}/g) ?? [],
      whole(framesOf),
    ),
    draft(
      'in-sevens',
      'stream returns three frames from chunks of seven bytes',
      all.match(/.{1,14}/g) ?? [],
      whole(framesOf),
    ),
    draft(
      'empty-between',
      'stream returns three frames when an empty chunk splits a payload',
      [a.slice(0, 22), '', all.slice(22)],
      whole(framesOf),
    ),
    draft(
      'header-then-payload',
      'stream returns a frame whose header and payload come in two chunks',
      [a.slice(0, 20), a.slice(20)],
      whole(framesOf.slice(0, 1)),
    ),
    draft(
      'first-byte',
      'stream keeps the first byte of a v2 frame pending',
      [a, '00'],
      whole(framesOf.slice(0, 1), 1),
    ),
    draft('v2-nine', 'stream keeps nine bytes of a v2 header pending', [b.slice(0, 18)], whole([], 9)),
    draft('v1-four', 'stream keeps four bytes of a v1 header pending', [c.slice(0, 8)], whole([], 4)),
    draft('v2-payload', 'stream keeps a payload without its last byte pending', [cut(a)], whole([], 12)),
    draft(
      'v1-payload',
      'stream returns a complete frame and keeps a truncated v1 frame pending',
      [a + cut(c)],
      whole(framesOf.slice(0, 1), 6),
    ),
    draft(
      'many',
      'stream returns a hundred frames from one chunk',
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
      `stream waits for the payload of ${title}`,
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
