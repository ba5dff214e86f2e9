import { toUtcText } from "../../core/time.js";
import type { SavedLine } from "../lines.js";
import type { MemoryScope } from "../memory.js";
import type { ClaimedProject } from "../projects.js";
import type { Db } from "./db.js";
import { scopeKey } from "./hash.js";
import { ROWS_AT_ONCE } from "./remove-large.js";

/** The last day on which a line of the memory was of use. */
const LAST_USE = "coalesce(used_on, substr(created_at, 1, 10))";

/** What people corrected is kept: nothing else could bring it back. */
const NOT_BY_HAND = "scope not in (select scope from memory_scopes where endpoint = 'hand')";

const dayOf = (at: number) => toUtcText(at).slice(0, 10);

/** Notes that these lines were taken from the memory: a row is written at most once a day. */
export function noteUse(
  db: Db,
  { documentId }: ClaimedProject,
  { scope, done, now }: { scope: MemoryScope; done: readonly SavedLine[]; now: number },
): void {
  const used = done.filter(({ origin }) => origin === "memory").map(({ index }) => index);
  if (used.length === 0) return;
  db.run(
    `
    update memory set used_on = @today
    where scope = @scope and ${LAST_USE} < @today and hash in (
      select s.hash from json_each(@used) line
      cross join segments s on s.document_id = @document and s.idx = line.value)
    `,
    { scope: scopeKey(scope), document: documentId, used: JSON.stringify(used), today: dayOf(now) },
  );
}

/** How many lines `prune` would delete. */
export const countUnused = (db: Db, before: number): number =>
  db.value<number>(`select count(*) from memory where ${LAST_USE} < @day and ${NOT_BY_HAND}`, {
    day: dayOf(before),
  })!;

/**
 * Deletes the lines of the memory whose last use was on a day before; returns how many. Walks along the key, so that
 * each step holds the write lock for a few thousand rows, however few of them are old.
 */
export function prune(db: Db, before: number): number {
  const day = dayOf(before);
  let pruned = 0;
  for (let from: Key | undefined = LOWEST; from; ) {
    const to: Key | undefined = keyAfter(db, from);
    const { sql, parameters } = between(from, to);
    pruned += db.run(`delete from memory where ${sql} and ${LAST_USE} < @day and ${NOT_BY_HAND}`, {
      ...parameters,
      day,
    });
    from = to;
  }
  if (pruned) {
    db.run(
      "delete from memory_scopes where not exists (select 1 from memory m where m.scope = memory_scopes.scope)",
    );
  }
  return pruned;
}

/** 64-bit integers, which a number can't hold. */
interface Key {
  scope: bigint;
  hash: bigint;
}

const LOWEST: Key = { scope: -(2n ** 63n), hash: -(2n ** 63n) };

/** Bare parameters: with casts around them SQLite would search by the scope alone. */
const FROM = "(scope, hash) >= (@scope, @hash)";
const TO = "(scope, hash) < (@toScope, @toHash)";

function keyAfter(db: Db, from: Key): Key | undefined {
  const found = db.get<Record<keyof Key, string>>(
    `
    select cast(scope as text) as scope, cast(hash as text) as hash from memory where ${FROM}
    order by memory.scope, memory.hash limit 1 offset ${ROWS_AT_ONCE}
    `,
    { ...from },
  );
  return found && { scope: BigInt(found.scope), hash: BigInt(found.hash) };
}

const between = (from: Key, to: Key | undefined) =>
  to
    ? { sql: `${FROM} and ${TO}`, parameters: { ...from, toScope: to.scope, toHash: to.hash } }
    : { sql: FROM, parameters: { ...from } };
