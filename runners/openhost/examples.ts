import type { Examples } from '../target_kind.js';

export const examples: Examples = {
  coverage: [['--protocol openhost', 'the clauses of one protocol']],
  explain: [['openhost/frame/decode-v2-ping', 'a vector, byte by byte']],
  fuzz: [['--target reference:openhost --model openhost/tunnel', 'one model of the reference daemon']],
  list: [["--only 'openhost/4/**'", 'what run with these globs would ask']],
  mutants: [["--only 'openhost/daemon/host-*'", 'some wrong daemons alone']],
};
