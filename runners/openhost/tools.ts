import { debian, type Tool } from '../tools.js';

export const tools: readonly Tool[] = [
  {
    names: ['chromium', 'chromium-browser', 'google-chrome'],
    for: 'a browser as an openhost client',
    mend: debian('chromium'),
  },
];
