import type { Examples } from '../target_kind.js';

export const examples: Examples = {
  coverage: [['--protocol openhost', 'show the clauses of one protocol']],
  explain: [['openhost/frame/decode-v2-ping', 'show a vector byte by byte']],
  fuzz: [['--target reference:openhost --model openhost/tunnel', 'run one model of the reference daemon']],
  list: [["--only 'openhost/4/**'", 'list the cases that run would select']],
  mutants: [["--only 'openhost/daemon/host-*'", 'run only some wrong daemons']],
};
