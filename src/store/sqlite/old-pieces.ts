import type { Cleaned } from "../cleanup.js";
import type { CountedKind } from "../pieces.js";
import type { Db } from "./db.js";
import { TABLES } from "./kinds.js";

/** What of a kind is old: before a time (as text), in these statuses (as JSON), and whether results must be written. */
type Which = { before: string; statuses: string; exportedOnly: number };

/** Undefined for a kind of which nothing goes. */
type WhichOf = (kind: CountedKind) => Which | undefined;

type Pieces = Pick<Cleaned, "recordings" | "jobs" | "uploads">;

/** Few enough that a writer waits for milliseconds: a recording brings the lines of its transcript. */
const AT_ONCE = 20;

const oldOf = (kind: CountedKind) => `
  from ${TABLES[kind].table}
  where status in (select value from json_each(@statuses)) and completed_at < @before
    and (@exportedOnly = 0 or status <> 'completed' or exported_path is not null)`;

/** How many recordings and documents clean-up would delete. */
export function countOldPieces(db: Db, whichOf: WhichOf): Pieces {
  const count = (kind: CountedKind) => {
    const which = whichOf(kind);
    return which ? db.value<number>(`select count(*) ${oldOf(kind)}`, which)! : 0;
  };
  return { recordings: count("transcription"), jobs: count("generation"), uploads: [] };
}

/** Deletes them in steps; copies of recordings are named, and are the caller's to delete. */
export function removeOldPieces(db: Db, whichOf: WhichOf): Pieces {
  const recordings: { upload: string | null }[] = [];
  const step = (kind: CountedKind, returning: string) => {
    const which = whichOf(kind);
    const { table } = TABLES[kind];
    return which
      ? db.all<{ upload: string | null }>(
          `delete from ${table} where id in (select id ${oldOf(kind)} order by id limit ${AT_ONCE})
           returning ${returning} as upload`,
          which,
        )
      : [];
  };
  for (let gone = step("transcription", UPLOAD); gone.length; gone = step("transcription", UPLOAD))
    recordings.push(...gone);
  let jobs = 0;
  for (let gone = step("generation", "null"); gone.length; gone = step("generation", "null"))
    jobs += gone.length;
  return {
    recordings: recordings.length,
    jobs,
    uploads: recordings.flatMap(({ upload }) => upload ?? []),
  };
}

const UPLOAD = "case when uploaded = 1 then path end";
