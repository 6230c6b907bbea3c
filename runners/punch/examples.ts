import type { Examples } from '../target_kind.js';

export const examples: Examples = {
  run: [
    ['--target https://punch.example --secret env:SECRET', 'test a live broker'],
    ["--only 'punch/token/**' --target 'exec:python3 adapter.py'", 'test only the tokens of an adapter'],
    ['--only punch/5.3/duplicate-name --trace --patience off', 'debug one case'],
  ],
  coverage: [['--requirements punch-1.0.0', 'show the clauses of a frozen set']],
  explain: [
    ['PUNCH-7-6', 'show a clause and what tests it'],
    ['punch/token verify', 'show the input and output of an operation, with an example'],
    ["'punch/token/encode-*'", 'show each matching vector'],
  ],
  findings: [['--protocol punch', 'show the findings of one protocol']],
  fuzz: [
    ["--target exec:./a --only 'punch/*' --promote found.txt", 'write each counterexample as a draft vector'],
    ['--target http://127.0.0.1:8080 --time 1m', 'run the models of a broker on this machine'],
  ],
  init: [
    ['config --target https://broker.example --secret env:SECRET', 'write a config with one target'],
    [
      'requirement --protocol punch --spec rfc-1.1.txt --sentence "MUST sign each reply"',
      'draft the record of a new clause',
    ],
  ],
  list: [['requirements --protocol punch', 'list every clause of the Punch RFC']],
  mutants: [['--protocol punch', 'check that the suite finds every wrong broker and token codec']],
  vectors: [['show punch/token/decode-peer', 'show one vector']],
};
