import type { CheckCode } from "../../core/checks.js";
import { toUtcText } from "../../core/time.js";
import type { SavedLine } from "../lines.js";
import type { Memory, MemoryScope } from "../memory.js";
import type { ClaimedProject } from "../projects.js";
import type { Db } from "./db.js";
import { scopeKey } from "./hash.js";

export const memory = (db: Db): Memory => ({
  recall: async ({ documentId, versionId }, scope) =>
    db
      .all<{ index: number; text: string; marks: string }>(
        `
        select s.idx as "index", m.target as text, m.marks
        from segments s
        join memory m on m.scope = @scope and m.hash = s.hash and m.source = s.text
        where s.document_id = @document
          and not exists (select 1 from segment_translations t where t.version_id = @version and t.idx = s.idx)
        order by s.idx
        `,
        { scope: scopeKey(scope), document: documentId, version: versionId },
      )
      .map(({ marks, ...line }) => ({ ...line, marks: JSON.parse(marks) as CheckCode[] })),
});

/** What an endpoint answered. `cross join` keeps SQLite from scanning the whole document for each batch. */
export function remember(
  db: Db,
  { documentId }: ClaimedProject,
  { scope, done, now }: { scope: MemoryScope; done: readonly SavedLine[]; now: number },
) {
  db.run(
    `
    insert into memory (scope, hash, source, target, marks, created_at)
    select @scope, s.hash, s.text, line.value ->> 'text', line.value -> 'marks', @now
    from json_each(@lines) line
    cross join segments s on s.document_id = @document and s.idx = line.value ->> 'index'
    where line.value ->> 'origin' = 'provider' and line.value ->> 'doubted' is null
    on conflict do nothing
    `,
    { scope: scopeKey(scope), document: documentId, lines: JSON.stringify(done), now: toUtcText(now) },
  );
}
