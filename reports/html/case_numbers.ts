/**
 * Numbers cases in the order in which they first come. A stream follows its plan, except for a few cases that overtake
 * each other, so a case is mostly found near the last one, without a look into a map of all of them.
 */
export interface CaseNumbers {
  /** For the results of one target of a run: the number of a case, which is new where it is the count before. */
  column(planned: readonly string[]): (id: string) => number;
  readonly count: number;
}

export function caseNumbers(): CaseNumbers {
  let count = 0;
  /** Of the plan: numbers by place, and -1 for cases that did not come. */
  let plan: { readonly ids: readonly string[]; readonly numbers: Int32Array } | undefined;
  /** Of all cases, once more than one plan is read, or one is not followed. */
  let byId: Map<string, number> | undefined;

  const mapped = (): Map<string, number> => {
    if (byId) return byId;
    byId = new Map();
    for (const [at, number] of plan?.numbers.entries() ?? []) {
      if (number >= 0) byId.set(plan?.ids[at] ?? '', number);
    }
    return byId;
  };

  const lookUp = (id: string): number => {
    const numbers = mapped();
    const known = numbers.get(id);
    if (known !== undefined) return known;
    numbers.set(id, count);
    return count++;
  };

  return {
    column(planned) {
      plan ??= { ids: planned, numbers: new Int32Array(planned.length).fill(-1) };
      if (!isSame(plan.ids, planned)) return lookUp;
      const { numbers } = plan;
      const placeOf = follow(planned);
      return (id) => {
        const place = byId ? undefined : placeOf(id);
        if (place === undefined) return lookUp(id);
        const known = numbers[place] ?? -1;
        if (known >= 0) return known;
        numbers[place] = count;
        return count++;
      };
    },
    get count() {
      return count;
    },
  };
}

const isSame = (a: readonly string[], b: readonly string[]): boolean =>
  a === b || (a.length === b.length && a.every((id, at) => id === b[at]));

/** How far cases may overtake each other: the number that runs at once, and some more. */
const NEAR = 64;

/** The place of each id, as long as they come almost in this order. */
function follow(ids: readonly string[]): (id: string) => number | undefined {
  let next = 0;
  /** Places before the next whose ids have not come yet. */
  const late: number[] = [];
  return (id) => {
    // Another round begins.
    if (late.length === 0 && next === ids.length) next = 0;
    if (late.length === 0 && ids[next] === id) return next++;
    const at = late.findIndex((place) => ids[place] === id);
    if (at >= 0) return late.splice(at, 1)[0];
    const end = Math.min(ids.length, next + NEAR - late.length);
    for (let place = next; place < end; place++) {
      if (ids[place] !== id) continue;
      for (; next < place; next++) late.push(next);
      next++;
      return place;
    }
    return undefined;
  };
}
