import type { KindName } from "../../core/model.js";
import { toUtcText } from "../../core/time.js";
import type { Claim } from "../claim.js";
import type { ClaimedWork, ClaimWish, Queue } from "../queue.js";
import type { Db } from "./db.js";
import { renew } from "./fence.js";
import { giveBack } from "./give-back.js";
import { TABLES, WORK_TABLES, type WorkTable } from "./kinds.js";
import { leases, rescue } from "./rescue.js";

/** Pending, and not for a transcript that is still to come. */
const WAITING = "status = 'pending' and waits_for is null";

/** The queue itself: taking work, keeping it, and giving it back. */
export const queue = (db: Db): Queue => ({
  kindsDue: async (now) =>
    WORK_TABLES.filter(({ table }) =>
      db.value(`select exists (select 1 from ${table} where ${WAITING} and available_at <= @now)`, {
        now: toUtcText(now),
      }),
    ).map(({ kind }) => kind),
  isDue: async (kind, { now, units, own = false }) =>
    db.value(
      `
      select 1 from ${TABLES[kind].table}
      where ${WAITING} and available_at <= @now and units_count between @least and @most
        ${onlyOwn(TABLES[kind], { own })} limit 1
      `,
      { now: toUtcText(now), least: units?.least ?? 0, most: units?.most ?? Number.MAX_SAFE_INTEGER },
    ) !== undefined,
  backlog: async (kinds, ids) => backlog(db, kinds, ids),
  kindsWaiting: async () =>
    WORK_TABLES.filter(({ table }) =>
      db.value(`select exists (select 1 from ${table} where ${WAITING})`),
    ).map(({ kind }) => kind),
  claim: async (kind, wish) => db.lightly(() => claim(db, kind, wish)),
  renew: async (claimed, now) => db.lightly(() => renew(db, claimed, now)),
  giveBack: async (claimed, giving) => giveBack(db, claimed, giving),
  leases: async () => leases(db),
  rescue: async (wanted) => rescue(db, wanted),
});

function backlog(db: Db, kinds: readonly KindName[], ids?: readonly string[]) {
  const left = { pieces: 0, units: 0 };
  for (const kind of kinds) {
    const named = ids ? "and id in (select value from json_each(@keys))" : "";
    const counted = db.get<typeof left>(
      `
      select count(*) as pieces, coalesce(sum(units_count - units_done), 0) as units from ${TABLES[kind].table}
      where status in ('pending', 'processing') ${named}
      `,
      ids ? { keys: keysOf(kind, ids) } : {},
    )!;
    left.pieces += counted.pieces;
    left.units += counted.units;
  }
  return left;
}

/** The table's own ids of those that are of this kind, as JSON. */
const keysOf = (kind: KindName, ids: readonly string[]) =>
  JSON.stringify(ids.map((id) => TABLES[kind].key(id)).filter((key) => key !== null));

function claim<Name extends KindName>(db: Db, kind: Name, wish: ClaimWish): ClaimedWork[Name] | undefined {
  const table = TABLES[kind];
  const row = db.get<Omit<Claim, "kind" | "startedAt">>(
    wish.ids ? claimNamed(table, wish) : claimNext(table, wish),
    {
      kind,
      token: wish.token,
      worker: wish.worker,
      now: toUtcText(wish.now),
      liveSince: toUtcText(wish.liveSince),
      capacity: wish.capacity,
      least: wish.units?.least ?? 0,
      most: wish.units?.most ?? Number.MAX_SAFE_INTEGER,
      ...(wish.ids ? { keys: keysOf(kind, wish.ids) } : { lanes: JSON.stringify(wish.lanes) }),
    },
  );
  return row && ({ ...row, kind, startedAt: wish.now } as unknown as ClaimedWork[Name]);
}

const LIVE = `
  live (kind, lane, pieces) as (
    select kind, lane, count(*) from work_in_progress where reserved_at > @liveSince group by kind, lane)`;

/** No kind starves another: one that has nothing in progress may go one above the cap. */
const HAS_ROOM = `(
  (select coalesce(sum(pieces), 0) from live) < @capacity
  or not exists (select 1 from live where live.kind = @kind))`;

const TAKE = `
  set status = 'processing', claim = @token, reserved_by = @worker, reserved_at = @now, started_at = @now,
      attempts = attempts + 1, wait_reason = null, error_message = null`;

const returning = ({ shown, claimed }: WorkTable) => `
  returning ${shown} as id, claim as token, name, lane, attempts, units_count as unitsCount, units_done as unitsDone, ${claimed}`;

const onlyOwn = ({ own = "false" }: WorkTable, wish: Pick<ClaimWish, "own">) =>
  wish.own ? `and ${own}` : "";

/**
 * One statement, so two workers can never take the same work, nor one more than there are slots. The lane with the
 * fewest pieces in progress goes first; inside it priority, then what has waited longest.
 */
const claimNext = (work: WorkTable, wish: ClaimWish) => `
  with ${LIVE},
  lane (name, workers, position) as (
    select value ->> 'name', value ->> 'workers', key from json_each(@lanes)),
  next (work, load, position) as (
    select
      (select w.rowid from ${work.table} w
       where w.status = 'pending' and w.waits_for is null and w.lane = lane.name and w.available_at <= @now
         and w.units_count between @least and @most ${onlyOwn(work, wish)}
       order by w.priority desc, w.available_at, w.rowid
       limit 1),
      coalesce(live.pieces, 0), lane.position
    from lane left join live on live.lane = lane.name and live.kind = @kind
    where coalesce(live.pieces, 0) < lane.workers)
  update ${work.table} ${TAKE}
  where rowid = (select work from next where work is not null order by load, position limit 1)
    and ${HAS_ROOM}
  ${returning(work)}`;

/** Asked for by name, work is taken before it is due, whatever its lane; the cap over all holds. */
const claimNamed = (work: WorkTable, wish: ClaimWish) => `
  with ${LIVE}
  update ${work.table} ${TAKE}
  where rowid = (
      select w.rowid from json_each(@keys) wanted
      join ${work.table} w on w.id = wanted.value
      where w.status = 'pending' and w.waits_for is null and w.units_count between @least and @most
        ${onlyOwn(work, wish)}
      order by wanted.key
      limit 1)
    and ${HAS_ROOM}
  ${returning(work)}`;
