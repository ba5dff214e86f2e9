import type { Store } from "../store.js";
import { deliveries } from "./deliveries.js";
import { lines } from "./lines.js";
import { maintenance } from "./maintenance.js";
import { openDatabase } from "./open.js";
import { operations } from "./operations.js";
import { projects } from "./projects.js";
import { providers } from "./providers.js";
import { queue } from "./queue.js";
import { stats } from "./stats.js";

export { databaseFile } from "./file.js";

/** The store on one SQLite file, made and migrated if need be. */
export function openSqliteStore(file: string): Store {
  const db = openDatabase(file);
  return {
    ...projects(db),
    ...queue(db),
    ...lines(db),
    ...deliveries(db),
    ...providers(db),
    ...maintenance(db),
    ...operations(db),
    ...stats(db),
    close: () => db.close(),
  };
}
