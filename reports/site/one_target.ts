/** Of a run of several targets the lines of one, with a footer of its own. */
import { add, emptySums, exitOf } from '../../exit.js';
import type { Header, Line } from '../../suites/model.js';

export function oneTarget(name: string, take: (line: Line) => void): (line: Line) => void {
  const sums = emptySums();
  let header: Header | undefined;
  return (line) => {
    if (line.kind === 'result') {
      if (line.target !== name) return;
      add(sums, line);
      take(line);
    } else if (line.kind === 'header') {
      header = {
        ...line,
        targets: line.targets.filter((one) => one.name === name),
        plan: { ...line.plan, cases: line.plan.cases.filter(({ target }) => target === name) },
      };
      take(header);
    } else if (header) {
      const planned = header.plan.cases.reduce((sum, { ids }) => sum + ids.length, 0) * header.repeat;
      const notRun = planned - Object.values(sums.counts).reduce((sum, count) => sum + count, 0);
      const { exit, reasons } = exitOf({ sums, targets: header.targets, planned, notRun });
      take({ ...line, counts: sums.counts, gating: sums.gating, planned, notRun, exit, reasons });
    }
  };
}
