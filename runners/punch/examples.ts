import type { Examples } from '../target_kind.js';

export const examples: Examples = {
  run: [
    ['--target https://punch.example --secret env:SECRET', 'a live broker'],
    ["--only 'punch/token/**' --target 'exec:python3 adapter.py'", 'an adapter, by its tokens alone'],
    ['--only punch/5.3/duplicate-name --trace --patience off', 'one case, under a debugger'],
  ],
  coverage: [['--requirements punch-1.0.0', 'the clauses of a frozen set']],
  explain: [
    ['PUNCH-7-6', 'a clause and what tests it'],
    ['punch/token verify', 'what an adapter is asked, with units and an example'],
    ["'punch/token/encode-*'", 'each vector that matches'],
  ],
  findings: [['--protocol punch', 'those of one protocol']],
  fuzz: [
    ["--target exec:./a --only 'punch/*' --promote found.txt", 'drafts of vectors of what is found'],
    ['--target http://127.0.0.1:8080 --time 1m', 'models of a broker on this machine'],
  ],
  init: [
    ['config --target https://broker.example --secret env:SECRET', 'a config with one target'],
    [
      'requirement --protocol punch --spec rfc-1.1.txt --sentence "MUST sign each reply"',
      'the record of a clause that a new text has',
    ],
  ],
  list: [['requirements --protocol punch', 'every clause of the Punch RFC']],
  mutants: [['--protocol punch', 'whether the suite finds every wrong broker and token codec']],
  vectors: [['show punch/token/decode-peer', 'one vector']],
};
