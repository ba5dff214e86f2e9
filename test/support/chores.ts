import { join } from "node:path";
import type { KindName, Lane } from "../../src/core/model.js";
import type { Kind, Turn } from "../../src/queue/kind.js";
import type { Claim, Settled } from "../../src/store/claim.js";
import Database from "../../src/store/sqlite/driver.js";
import { TABLES, WORK_TABLES } from "../../src/store/sqlite/kinds.js";
import type { World } from "./projects.js";

/*
 * A second kind of work, made up to try the queue's generality: what a kind needs beside a folder of its own is a
 * table with the life cycle's columns, its select in the view of what is in progress, and its line in TABLES.
 */

export const CHORES = "chores" as KindName;

TABLES[CHORES] = {
  kind: CHORES,
  table: "chores",
  shown: "id",
  key: (id) => id,
  claimed: "room",
  bill: "update chores set requests = requests + 1 where id = @key",
};
WORK_TABLES.push(TABLES[CHORES]);

const SCHEMA = `
  create table chores (
    id text not null unique, name text not null, lane text not null, room text not null,
    status text not null default 'pending', priority integer not null default 0, attempts integer not null default 0,
    available_at text not null default '2026-01-01 00:00:00', wait_reason text, waits_for integer, error_message text,
    claim text, reserved_by text, reserved_at text, started_at text, completed_at text,
    processing_time_seconds real not null default 0,
    units_count integer not null default 1, units_done integer not null default 0,
    requests integer not null default 0, created_at text not null default '2026-01-01 00:00:00',
    deliver integer not null default 0, exported_path text, export_error text, export_after text, exported_at text
  ) strict;
  create trigger chore_left_processing after update of status on chores
  when old.status = 'processing' and new.status <> 'processing'
  begin
    update chores set claim = null, reserved_by = null, reserved_at = null where rowid = new.rowid;
  end;
  drop view work_in_progress;
  create view work_in_progress as
  select 'translation' as kind, id, lane, reserved_by, reserved_at, started_at
  from translation_projects where status = 'processing'
  union all
  select 'chores', id, lane, reserved_by, reserved_at, started_at from chores where status = 'processing'`;

export interface Chore extends Claim {
  room: string;
}

/** What is done in a turn; what it throws ends the turn. */
type Doing = (turn: Turn<Chore>) => Promise<void> | void;

const LANE: Lane = { name: "housework", places: 10, workers: 2 };

export const chores = (here: World, doing: Doing, lane: Partial<Lane> = {}): Kind<Chore> => ({
  name: CHORES,
  lanes: () => [{ ...LANE, ...lane }],
  endpoint: (context) => context.endpoint(),
  title: ({ name, room }) => `${name} in the ${room}`,
  label: ({ id }) => id,
  about: ({ room }) => ({ room }),
  units: "rooms",
  run: async (turn) => doing(turn),
  finish: async ({ work }) => done(here, work),
  probe: async () => true,
  retract: async () => {},
  lacking: async () => "the room is not clean",
  deliver: async () => 0,
});

function done(here: World, { id, token }: Chore): Settled | undefined {
  return inDatabase(here, (db) =>
    db
      .prepare<[string, string], Settled>(
        `update chores set status = 'completed', units_done = 1 where id = ? and claim = ? and status = 'processing'
         returning status, units_done as unitsDone, null as quality, null as error`,
      )
      .get(id, token),
  );
}

export function inDatabase<Result>(here: World, work: (db: InstanceType<typeof Database>) => Result): Result {
  const db = new Database(join(here.home, "transcron.db"));
  try {
    return work(db);
  } finally {
    db.close();
  }
}

/** Makes the table, as a migration would, and chores in these rooms. */
export async function withChores(here: World, ...rooms: string[]): Promise<void> {
  await here.context().store();
  inDatabase(here, (db) => {
    db.exec(SCHEMA);
    const add = db.prepare("insert into chores (id, name, lane, room) values (?, 'sweep', 'housework', ?)");
    for (const room of rooms) add.run(`chore_${room}`, room);
  });
}

interface ChoreRow {
  status: string;
  attempts: number;
  requests: number;
  error_message: string | null;
}

export const choreIn = (here: World, room: string): ChoreRow =>
  inDatabase(here, (db) => db.prepare<[string], ChoreRow>("select * from chores where room = ?").get(room)!);
