import type { CheckCode } from "../../core/checks.js";
import { toUtcText } from "../../core/time.js";
import type { SavedLine } from "../lines.js";
import type { Forgetting, Memory, MemoryScope } from "../memory.js";
import type { ClaimedProject } from "../projects.js";
import type { Db } from "./db.js";
import { scopeKey } from "./hash.js";

export const memory = (db: Db): Memory => ({
  recall: async ({ documentId, versionId }, scope, lines) =>
    db
      .all<{ index: number; text: string; marks: string }>(
        `
        select s.idx as "index", m.target as text, m.marks
        from ${lines ? THESE : "segments s"}
        join memory m on m.scope = @scope and m.hash = s.hash and m.source = s.text
        where s.document_id = @document
          and not exists (select 1 from segment_translations t where t.version_id = @version and t.idx = s.idx)
        order by s.idx
        `,
        {
          scope: scopeKey(scope),
          document: documentId,
          version: versionId,
          ...(lines ? { lines: JSON.stringify(lines) } : {}),
        },
      )
      .map(({ marks, ...line }) => ({ ...line, marks: JSON.parse(marks) as CheckCode[] })),
  remembered: async ({ documentId }, scope) =>
    db.values<number>(
      `
      select s.idx from segments s
      join memory m on m.scope = @scope and m.hash = s.hash and m.source = s.text
      where s.document_id = @document
      order by s.idx
      `,
      { scope: scopeKey(scope), document: documentId },
    ),
  forgetMemory: async (which) => db.transaction(() => forget(db, which)),
});

const THESE = "json_each(@lines) line cross join segments s on s.idx = line.value";

function forget(db: Db, { from, to, asked }: Forgetting): number {
  const languages = { from: from ?? null, to: to ?? null };
  if (from === undefined && to === undefined) {
    db.run("delete from memory_scopes");
    return db.run("delete from memory");
  }
  const described = db.values<string>(
    `select cast(scope as text) from memory_scopes where ${BETWEEN}`,
    languages,
  );
  const others = db.all<{ from: string | null; to: string }>(
    `
    select "from", "to" from (
      select distinct source_lang as from_lang, target_lang as to_lang, source_lang as "from", target_lang as "to"
      from translation_projects)
    where ${BETWEEN}
    `,
    languages,
  );
  const scopes = [...described, ...others.map((pair) => scopeKey({ ...asked, ...pair }))].map(String);
  const which = { scopes: JSON.stringify(scopes) };
  const listed = "scope in (select cast(value as integer) from json_each(@scopes))";
  db.run(`delete from memory_scopes where ${listed}`, which);
  return db.run(`delete from memory where ${listed}`, which);
}

const BETWEEN = "(@from is null or from_lang = @from) and (@to is null or to_lang = @to)";

const REPLACED =
  "update set target = excluded.target, marks = excluded.marks, used_on = substr(excluded.created_at, 1, 10)";

/** What an endpoint answered. `cross join` keeps SQLite from scanning the whole document for each batch. */
export function remember(
  db: Db,
  { documentId, fresh }: ClaimedProject,
  { scope, done, now }: { scope: MemoryScope; done: readonly SavedLine[]; now: number },
) {
  if (!done.some(({ origin }) => origin === "provider")) return;
  const key = scopeKey(scope);
  db.run(
    `
    insert into memory_scopes (scope, endpoint, model, from_lang, to_lang)
    values (@key, @endpoint, @model, @from, @to) on conflict do nothing
    `,
    { ...scope, key },
  );
  db.run(
    `
    insert into memory (scope, hash, source, target, marks, created_at)
    select @scope, s.hash, s.text, line.value ->> 'text', line.value -> 'marks', @now
    from json_each(@lines) line
    cross join segments s on s.document_id = @document and s.idx = line.value ->> 'index'
    where line.value ->> 'origin' = 'provider' and line.value ->> 'doubted' is null
    on conflict do ${fresh ? REPLACED : "nothing"}
    `,
    { scope: key, document: documentId, lines: JSON.stringify(done), now: toUtcText(now) },
  );
}
