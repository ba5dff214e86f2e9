/** A run of items that repeats itself: where it begins, how many items it has, and after how many it repeats. */
interface Run {
  from: number;
  length: number;
  period: number;
}

/** How many items in all make a run of this period long enough to count. */
type Least = (period: number) => number;

/** Runs that repeat with a period of at most so many items, none within another, in order. */
export function repeatingRuns(items: readonly string[], longestPeriod: number, least: Least): Run[] {
  const runs: Run[] = [];
  // What repeats after one item does so after two: the shorter period comes first, and says it all.
  for (const run of allRuns(items, longestPeriod, least)) {
    const isWithin = ({ from, length }: Run) => from <= run.from && run.from + run.length <= from + length;
    if (!runs.some(isWithin)) runs.push(run);
  }
  return runs.sort((a, b) => a.from - b.from);
}

export const repeats = (items: readonly string[], longestPeriod: number, least: Least): boolean =>
  !allRuns(items, longestPeriod, least).next().done;

function* allRuns(items: readonly string[], longestPeriod: number, least: Least): Generator<Run> {
  for (let period = 1; period <= longestPeriod; period++) {
    let same = 0;
    for (let at = period; at <= items.length; at++) {
      if (at < items.length && items[at] === items[at - period]) {
        same++;
        continue;
      }
      const length = same + period;
      if (same > 0 && length >= least(period)) yield { from: at - length, length, period };
      same = 0;
    }
  }
}
