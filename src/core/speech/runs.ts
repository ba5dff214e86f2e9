/** A run of items that repeats itself: where it begins, how many items it has, and after how many it repeats. */
interface Run {
  from: number;
  length: number;
  period: number;
}

/** How many items in all make a run of this period long enough to count. */
type Least = (period: number) => number;

/** Runs that repeat with a period of at most so many items, none within another. */
export function repeatingRuns(items: readonly string[], longestPeriod: number, least: Least): Run[] {
  const runs: Run[] = [];
  for (let period = 1; period <= longestPeriod; period++) {
    let same = 0;
    for (let at = period; at <= items.length; at++) {
      if (at < items.length && items[at] === items[at - period]) {
        same++;
        continue;
      }
      const length = same + period;
      if (same > 0 && length >= least(period)) add(runs, { from: at - length, length, period });
      same = 0;
    }
  }
  return runs.sort((a, b) => a.from - b.from);
}

/** What repeats after one item does so after two: the shorter period was found first, and says it all. */
function add(runs: Run[], run: Run): void {
  const isKnown = runs.some(({ from, length }) => from <= run.from && run.from + run.length <= from + length);
  if (!isKnown) runs.push(run);
}
