/** The cases of all recordings of a page as JSON, each once, beside the texts that many of them share. */
import type { Result } from '../../suites/model.js';
import type { Background } from '../background.js';
import { gathered, type Piece } from '../gathered.js';
import { caseNumbers } from './case_numbers.js';
import { LEVELS } from './data.js';
import { clipped, inScript, isSimple, LONGEST, quoted } from './script_text.js';

export interface Cases {
  /** For the results of one target of a run: the number of the case, which is added if it is new. */
  column(planned: readonly string[]): (result: Result) => number;
  end(): CaseTexts;
}

interface CaseTexts {
  readonly cases: readonly Piece[];
  /** Lists of clauses as JSON, in the order of their numbers. */
  readonly clauses: readonly string[];
  readonly whys: readonly string[];
  readonly protocols: ReadonlySet<string>;
}

export function collectCases(background: Background): Cases {
  const numbers = caseNumbers();
  const cases = gathered(',\n');
  const clauses = clauseLists();
  const whyOf = whys();
  const protocols = protocolNames();
  const add = ({ id, title, section, requires, level, why = '' }: Result): void => {
    protocols.add(id);
    const tags = background.tags?.(id) ?? [];
    const known = `${clauses.numberOf(requires)},${LEVELS.indexOf(level)},${whyOf.numberOf(why)}`;
    const end = tags.length === 0 ? ']' : `,${inScript(JSON.stringify(tags))}]`;
    const texts =
      id.length + title.length + section.length < SHORT && isSimple(id + title + section)
        ? `["${id}","${title}","${section}",`
        : `[${quoted(clipped(id, LONGEST.id))},${quoted(clipped(title, LONGEST.text))},${quoted(clipped(section, 100))},`;
    cases.add(texts + known + end);
  };
  return {
    column(planned) {
      const numberOfCase = numbers.column(planned);
      return (result) => {
        const before = numbers.count;
        const at = numberOfCase(result.id);
        if (at === before) add(result);
        return at;
      };
    },
    end: () => ({
      cases: cases.end(),
      clauses: clauses.texts,
      whys: whyOf.texts(),
      protocols: protocols.names,
    }),
  };
}

/** Fits without a cut, whichever of the texts it is. */
const SHORT = 100;

/** Neighbours are of one protocol. */
function protocolNames() {
  const names = new Set<string>();
  let last = '';
  return {
    names,
    add(id: string): void {
      if (last !== '' && id.startsWith(last)) return;
      const protocol = id.slice(0, Math.max(0, id.indexOf('/')));
      names.add(protocol);
      last = `${protocol}/`;
    },
  };
}

const MOST_CLAUSES = 50;

function clauseLists() {
  const numbers = new Map<string, number>();
  const texts: string[] = [];
  return {
    texts,
    numberOf(requires: readonly string[]): number {
      const at = numberOf(numbers, requires.length === 1 ? (requires[0] ?? '') : requires.join('\n'));
      if (at === texts.length) {
        const shown = requires.slice(0, MOST_CLAUSES).map((one) => quoted(clipped(one, 200)));
        texts.push(`[${shown.join(',')}]`);
      }
      return at;
    },
  };
}

/** Many cases matter for one reason. Where each has its own, a list of them all would be no help. */
const MOST_WHYS = 4096;

/** As JSON: the number of the text, or the text itself. */
function whys() {
  const numbers = new Map<string, number>();
  let last = '';
  let lastNumber = numberOf(numbers, last);
  return {
    texts: (): readonly string[] => [...numbers.keys()].map((why) => quoted(clipped(why, LONGEST.text))),
    numberOf(why: string): number | string {
      if (why === last) return lastNumber;
      if (numbers.size >= MOST_WHYS && !numbers.has(why)) return quoted(clipped(why, LONGEST.text));
      last = why;
      lastNumber = numberOf(numbers, why);
      return lastNumber;
    },
  };
}

/** In the order in which they first come. */
export function numberOf(numbers: Map<string, number>, text: string): number {
  const known = numbers.get(text);
  if (known !== undefined) return known;
  numbers.set(text, numbers.size);
  return numbers.size - 1;
}
