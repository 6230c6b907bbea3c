/** The script of the search page of a site. */
import type { SearchEntry } from '../site/search.js';

const MOST = 100;

const data = document.getElementById('data');
const input = document.getElementById('search');
const list = document.getElementById('found');
const told = document.getElementById('told');

if (data && list && told && input instanceof HTMLInputElement) {
  const index: readonly SearchEntry[] = JSON.parse(data.textContent ?? '[]');
  const texts = index.map(([, name, words]) => `${name}\n${words}`.toLowerCase());
  const search = (): void => {
    const words = input.value
      .toLowerCase()
      .split(/\s+/)
      .filter((word) => word !== '');
    const found =
      words.length === 0 ? [] : index.filter((_, at) => words.every((word) => texts[at]?.includes(word)));
    told.textContent =
      words.length === 0
        ? `${index.length} entries`
        : `${found.length} found${found.length > MOST ? `, the first ${MOST} of them` : ''}`;
    list.replaceChildren(...found.slice(0, MOST).map(entry));
    history.replaceState(
      null,
      '',
      input.value === '' ? location.pathname : `#${encodeURIComponent(input.value)}`,
    );
  };
  input.value = asked();
  input.addEventListener('input', search);
  search();
  input.focus();
}

function entry([kind, name, words, link]: SearchEntry): HTMLLIElement {
  const item = document.createElement('li');
  const anchor = document.createElement('a');
  anchor.href = link;
  anchor.textContent = name;
  const note = document.createElement('span');
  note.className = 'note';
  note.textContent = kind;
  item.append(anchor, ' ', note, document.createElement('br'), words);
  return item;
}

function asked(): string {
  try {
    return decodeURIComponent(location.hash.slice(1));
  } catch {
    return '';
  }
}
