/** The fields of a packet with their bytes, which `conform explain` shows. */
import { type Field, Reader } from '../bytes/reader.js';
import { traced } from '../traced.js';

export const packetFields = (payload: Uint8Array): readonly Field[] =>
  traced((trace) => {
    const reader = new Reader(payload, trace);
    reader.take('signature', 64);
    reader.u64be('seq');
    readDns(reader);
  });

function readDns(reader: Reader): void {
  reader.u16be('id');
  reader.u16be('flags');
  const questions = reader.u16be('questions');
  const answers = reader.u16be('answers');
  reader.u16be('authorities');
  reader.u16be('additionals');
  for (let i = 0; i < questions; i++) {
    readName(reader, `question ${i}`);
    reader.u16be(`question ${i}: type`);
    reader.u16be(`question ${i}: class`);
  }
  for (let i = 0; i < answers; i++) readAnswer(reader, `answer ${i}`);
  if (reader.remaining > 0) reader.rest('more sections');
}

function readAnswer(reader: Reader, name: string): void {
  readName(reader, name);
  reader.u16be(`${name}: type`);
  reader.u16be(`${name}: class`);
  reader.u32be(`${name}: ttl`);
  const end = reader.u16be(`${name}: length`) + reader.offset;
  while (reader.offset < end) {
    const length = reader.u8(`${name}: string length`);
    reader.utf8(`${name}: string`, length);
  }
}

function readName(reader: Reader, name: string): void {
  for (;;) {
    const length = reader.u8(`${name}: label length`);
    if (length === 0) return;
    if (length >= 0xc0) {
      reader.u8(`${name}: goes on at`);
      return;
    }
    reader.utf8(`${name}: label`, length);
  }
}
