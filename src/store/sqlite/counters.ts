import { toUtcText } from "../../core/time.js";
import type { Db } from "./db.js";

/** What is counted as it happens; refusals of a full lane end with the lane's name. */
type Counter = "cache_hits" | "cache_misses" | "lines_unproved" | `full ${string}`;

const hourOf = (utcText: string) => utcText.slice(0, "YYYY-MM-DD HH".length);

/** Adds to what is counted in this hour. */
export function count(db: Db, name: Counter, { by, now }: { by: number; now: number }) {
  if (by === 0) return;
  db.run(
    `
    insert into counters (name, hour, value) values (@name, @hour, @by)
    on conflict do update set value = value + excluded.value
    `,
    { name, by, hour: hourOf(toUtcText(now)) },
  );
}

/** What was counted since a moment, to the hour. */
export const counted = (db: Db, since: string): Map<string, number> =>
  new Map(
    db
      .all<{ name: string; value: number }>(
        "select name, sum(value) as value from counters where hour >= @hour group by name",
        { hour: hourOf(since) },
      )
      .map(({ name, value }) => [name, value]),
  );
