import { debian, type Tool } from '../tools.js';

const LAB = 'tunnel programs, in a lab without internet';

export const tools: readonly Tool[] = [
  { names: ['unshare'], for: LAB, mend: debian('util-linux') },
  { names: ['ip'], for: LAB, mend: debian('iproute2'), version: ['-V'] },
];
