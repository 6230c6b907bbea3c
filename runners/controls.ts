import type { Case } from '../suites/model.js';

/** Why the control of a case is invalid; undefined when it is valid. */
export function controlFault(one: Case, byId: ReadonlyMap<string, Case>): string | undefined {
  if (one.expects === 'refusal' && one.control === undefined)
    return `${one.id} is a refusal without a control`;
  const path = [one.id];
  for (let id = one.control; id !== undefined; ) {
    if (id === one.id && path.length === 1) return `${one.id} is its own control`;
    if (path.includes(id)) return `controls in a circle: ${[...path, id].join(' -> ')}`;
    const control = byId.get(id);
    if (!control) return `the control ${id} of ${path.at(-1)} does not exist`;
    path.push(id);
    id = control.control;
  }
  const [, control, further] = path;
  if (further !== undefined || byId.get(control ?? '')?.expects === 'refusal') {
    return `the control ${control} of ${one.id} is a refusal itself: a control shows an open door`;
  }
  return undefined;
}
