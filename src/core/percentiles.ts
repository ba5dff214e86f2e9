/** How many values were at most this large, and larger than the bucket before. */
export interface Bucket {
  upTo: number;
  count: number;
}

/** The value that so many of a hundred do not exceed, as exactly as the buckets tell; null where there are none. */
export function percentile(buckets: readonly Bucket[], percent: number): number | null {
  const total = buckets.reduce((sum, { count }) => sum + count, 0);
  const wanted = (total * percent) / 100;
  let seen = 0;
  for (const { upTo, count } of [...buckets].sort((a, b) => a.upTo - b.upTo)) {
    seen += count;
    if (count > 0 && seen >= wanted) return upTo;
  }
  return null;
}
