import type { Tally } from "../lines.js";
import type { ClaimedProject } from "../projects.js";
import type { Db } from "./db.js";

/** Indexes that are named where there are many. */
const NAMED = 20;

/** How far a project's lines are. */
export function tally(
  db: Db,
  { versionId, documentId }: Pick<ClaimedProject, "versionId" | "documentId">,
): Tally {
  const parameters = { version: versionId, document: documentId, named: NAMED };
  const { total, done, failed } = db.get<{ total: number; done: number; failed: number }>(
    `
    select (select segments_count from documents where id = @document) as total,
      count(*) filter (where state = 'done') as done, count(*) filter (where state = 'failed') as failed
    from segment_translations where version_id = @version
    `,
    parameters,
  )!;
  const failedLines = db.values<number>(
    "select idx from segment_translations where version_id = @version and state = 'failed' order by idx limit @named",
    parameters,
  );
  const open = total - done - failed;
  const openLines = open === 0 ? [] : openIndexes(db, parameters);
  return { done, failed, open, failedLines, openLines };
}

const openIndexes = (db: Db, parameters: Record<string, unknown>) =>
  db.values<number>(
    `
    select idx from segments s where document_id = @document
      and not exists (select 1 from segment_translations t where t.version_id = @version and t.idx = s.idx)
    order by idx limit @named
    `,
    parameters,
  );
