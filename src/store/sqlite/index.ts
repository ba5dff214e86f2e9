import { toUtcText } from "../../core/time.js";
import type { Store } from "../store.js";
import { lines } from "./lines.js";
import { openDatabase } from "./open.js";
import { projects } from "./projects.js";
import { providers } from "./providers.js";
import { queue } from "./queue.js";

/** The store on one SQLite file, made and migrated if need be. */
export function openSqliteStore(file: string): Store {
  const db = openDatabase(file);
  const store = {
    ...projects(db),
    ...queue(db),
    ...lines(db),
    ...providers(db),
    recordTick: async (tick: Parameters<Store["recordTick"]>[0]) => {
      db.prepare(
        `insert into ticks (kind, pid, host, started_at, finished_at, rescued, claimed, completed, failed, message)
         values (@kind, @pid, @host, @startedAt, @finishedAt, @rescued, @claimed, @completed, @failed, @message)`,
      ).run({ ...tick, startedAt: toUtcText(tick.startedAt), finishedAt: toUtcText(tick.finishedAt) });
    },
    checkpoint: async () => {
      db.pragma("wal_checkpoint(truncate)");
    },
    close: () => db.close(),
  };
  return store;
}
