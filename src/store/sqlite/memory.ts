import type { CheckCode } from "../../core/checks.js";
import { toUtcText } from "../../core/time.js";
import type { SavedLine } from "../lines.js";
import type { Corrections, Forgetting, Memory, MemoryScope, Recalled } from "../memory.js";
import type { ClaimedProject } from "../projects.js";
import type { Db } from "./db.js";
import { scopeKey, textHash } from "./hash.js";

export const memory = (db: Db): Memory => ({
  recall: async (project, scope, lines) =>
    project.recalls === "nothing" ? [] : recall(db, project, scope, lines),
  remembered: async ({ documentId }, scope) =>
    db.values<number>(
      `
      select distinct s.idx from segments s
      join memory m on m.scope in (@scope, @unproved) and m.hash = s.hash and m.source = s.text
      where s.document_id = @document
      order by s.idx
      `,
      { scope: scopeKey(scope), unproved: scopeKey(unprovedIn(scope)), document: documentId },
    ),
  knownTexts: async (scope, texts) =>
    db.values<string>(
      `
      select distinct wanted.value ->> 0 from json_each(@texts) wanted
      join memory m on m.scope in (@scope, @corrections) and m.hash = cast(wanted.value ->> 1 as integer)
        and m.source = wanted.value ->> 0
      `,
      {
        scope: scopeKey(scope),
        corrections: scopeKey(correctedIn(scope)),
        texts: JSON.stringify(texts.map((text) => [text, String(textHash(text))])),
      },
    ),
  forgetMemory: async (which) => db.transaction(() => forget(db, which)),
});

/** What people corrected goes before what the endpoint answered. */
function recall(
  db: Db,
  { documentId, versionId, recalls }: ClaimedProject,
  scope: MemoryScope,
  lines: readonly number[] | undefined,
): Recalled[] {
  return db
    .all<{ index: number; text: string; marks: string }>(
      `
      select s.idx as "index", coalesce(c.target, m.target) as text, coalesce(c.marks, m.marks) as marks
      from ${lines ? THESE : "segments s"}
      left join memory c on c.scope = @corrections and c.hash = s.hash and c.source = s.text
      left join memory m on m.scope = @scope and m.hash = s.hash and m.source = s.text
      where s.document_id = @document and coalesce(c.target, m.target) is not null
        and not exists (select 1 from segment_translations t where t.version_id = @version and t.idx = s.idx)
      order by s.idx
      `,
      {
        scope: recalls === "all" ? scopeKey(scope) : null,
        corrections: scopeKey(correctedIn(scope)),
        document: documentId,
        version: versionId,
        ...(lines ? { lines: JSON.stringify(lines) } : {}),
      },
    )
    .map(({ marks, ...line }) => ({ ...line, marks: JSON.parse(marks) as CheckCode[] }));
}

/** Where corrections are remembered: whoever translates, they hold. */
const correctedIn = ({ version, from, to }: Corrections): MemoryScope => ({
  endpoint: "hand",
  model: null,
  version,
  from,
  to,
});

/**
 * Where it is noted that an endpoint answered a line, but not that the answer is that line's. Nothing is recalled from
 * here.
 */
const unprovedIn = ({ endpoint, ...scope }: MemoryScope): MemoryScope => ({
  ...scope,
  endpoint: `unproved ${endpoint}`,
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
      select distinct ${GIVEN} as from_lang, target_lang as to_lang, ${GIVEN} as "from", target_lang as "to"
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

/** The memory has a language as a person gave it: what a name or a text tells belongs to no scope of its own. */
const GIVEN = "case when source_known in ('name', 'text') then null else source_lang end";

const BETWEEN = "(@from is null or from_lang = @from) and (@to is null or to_lang = @to)";

const REPLACED =
  "update set target = excluded.target, marks = excluded.marks, used_on = substr(excluded.created_at, 1, 10)";

interface Remembering {
  scope: MemoryScope;
  done: readonly SavedLine[];
  now: number;
}

/** What an endpoint answered; what is not proved is noted apart from the rest. */
export function remember(db: Db, project: ClaimedProject, { scope, done, now }: Remembering) {
  const answered = done.filter(({ origin, doubted }) => origin === "provider" && !doubted);
  const [proved, unproved] = [
    answered.filter((line) => !line.unproved),
    answered.filter((line) => line.unproved),
  ];
  insertAnswers(db, project, { scope, done: proved, now });
  insertAnswers(db, project, { scope: unprovedIn(scope), done: unproved, now });
}

/** `cross join` keeps SQLite from scanning the whole document for each batch. */
function insertAnswers(db: Db, { documentId, recalls }: ClaimedProject, { scope, done, now }: Remembering) {
  if (done.length === 0) return;
  const key = describe(db, scope);
  db.run(
    `
    insert into memory (scope, hash, source, target, marks, created_at)
    select @scope, s.hash, s.text, line.value ->> 'text', line.value -> 'marks', @now
    from json_each(@lines) line
    cross join segments s on s.document_id = @document and s.idx = line.value ->> 'index'
    where true
    on conflict do ${recalls === "all" ? "nothing" : REPLACED}
    `,
    { scope: key, document: documentId, lines: JSON.stringify(done), now: toUtcText(now) },
  );
}

/** What a person made of lines, in place of what was corrected before. */
export function rememberCorrections(
  db: Db,
  documentId: number,
  {
    lines,
    corrections,
    now,
  }: { lines: readonly { index: number; text: string }[]; corrections: Corrections; now: string },
) {
  db.run(
    `
    insert into memory (scope, hash, source, target, marks, created_at)
    select @scope, s.hash, s.text, line.value ->> 'text', '[]', @now
    from json_each(@lines) line
    cross join segments s on s.document_id = @document and s.idx = line.value ->> 'index'
    where true
    on conflict do update set target = excluded.target, created_at = excluded.created_at
    `,
    {
      scope: describe(db, correctedIn(corrections)),
      document: documentId,
      lines: JSON.stringify(lines),
      now,
    },
  );
}

/** The key of a scope, which from now on says what it stands for. */
function describe(db: Db, scope: MemoryScope): bigint {
  const key = scopeKey(scope);
  db.run(
    `
    insert into memory_scopes (scope, endpoint, model, from_lang, to_lang)
    values (@key, @endpoint, @model, @from, @to) on conflict do nothing
    `,
    { ...scope, key },
  );
  return key;
}
