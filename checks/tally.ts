/** Counts what a check program tried, and prints a line for each. */
export function openTally(print: (line: string) => void = console.log) {
  let [passed, failed, skipped] = [0, 0, 0];
  return {
    /** `fault` is undefined for a pass. With `since`, the line has the seconds. */
    tell(what: string, fault?: string, since?: number): void {
      const ok = fault === undefined;
      if (ok) passed++;
      else failed++;
      const took = since === undefined ? '' : ` (${((performance.now() - since) / 1000).toFixed(1)} s)`;
      print(`${ok ? 'ok  ' : 'FAIL'} ${what}${took}${ok ? '' : `: ${fault}`}`);
    },
    skip(what: string, why: string): void {
      skipped++;
      print(`skip ${what}: ${why}`);
    },
    /** Prints the line that `.ci/run` reads, and returns the exit code. A check that tried nothing fails. */
    end(about = ''): number {
      print(`${passed} passed, ${failed} failed${about}`);
      return failed === 0 && passed + skipped > 0 ? 0 : 1;
    },
  };
}
