/** Step of action.yml: one comment on the pull request, which each run writes anew. */
import { readFileSync } from 'node:fs';
import { api, warn } from './api.mjs';

const { NUMBER = '', ARTIFACT = '' } = process.env;
/** What GitHub takes, with room for the marker. */
const LONGEST = 65_000;
const MOST_PAGES = 30;
const PAGE = 100;

/** Invisible, and different for each artifact: two jobs have two comments. */
const marker = `<!-- p2p-conform ${encodeURIComponent(ARTIFACT)} -->`;

try {
  const body = `${marker}\n${shortened(readFileSync(process.argv[2], 'utf8'))}`;
  const own = await earlier();
  if (own === undefined) await api(`issues/${NUMBER}/comments`, { method: 'POST', body: { body } });
  else await api(`issues/comments/${own}`, { method: 'PATCH', body: { body } });
} catch (error) {
  warn('the comment was not written; it needs the permission pull-requests: write', error);
}

function shortened(text) {
  if (text.length <= LONGEST) return text;
  const end = text.lastIndexOf('\n<details>', LONGEST);
  return `${text.slice(0, end > 0 ? end : LONGEST)}\n\nThe rest is in the job summary.\n`;
}

/** Of our own account: a comment of somebody else that has the marker stays as it is. */
async function earlier() {
  const login = await me();
  for (let page = 1; page <= MOST_PAGES; page++) {
    const all = await api(`issues/${NUMBER}/comments?per_page=${PAGE}&page=${page}`);
    const own = all.find(({ body, user }) => user?.login === login && body.startsWith(marker));
    if (own) return own.id;
    if (all.length < PAGE) return undefined;
  }
  return undefined;
}

/** The token of a workflow may not ask who it is: it is that of the bot. */
async function me() {
  try {
    return (await api('/user')).login;
  } catch (error) {
    if (error?.status === 403 || error?.status === 401) return 'github-actions[bot]';
    throw error;
  }
}
