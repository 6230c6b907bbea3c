import type { Examples } from '../target_kind.js';

export const examples: Examples = {
  doctor: [['--target tunnel:./punch', 'whether the lab works here, and the program in it']],
  interop: [
    ['--peer a=tunnel:./a --peer b=tunnel:./b', 'each as out, with each as in'],
    ['--peer a=tunnel:./a --report markdown=interop.md --report html=interop.html', 'for others'],
  ],
  lab: [
    [
      "-- sh -c 'PUNCH_SECRET_KEY=/tmp/a.key ./punch out 8080'",
      'one end, by hand; each end needs a key of its own',
    ],
  ],
};
