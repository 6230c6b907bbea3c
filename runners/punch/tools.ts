import { debian, type Tool } from '../tools.js';

export const tools: readonly Tool[] = [
  {
    names: ['srt-live-transmit'],
    for: 'real SRT endpoints behind a broker',
    mend: debian('srt-tools'),
    version: ['-version'],
  },
  { names: ['ffmpeg'], for: 'the media that they carry', mend: debian('ffmpeg'), version: ['-version'] },
];
