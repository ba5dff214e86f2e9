import type { Store } from "../store.js";
import { asks } from "./asks.js";
import { audit } from "./audit.js";
import { changes } from "./changes.js";
import { cleanup } from "./cleanup.js";
import { control } from "./control.js";
import { corrections } from "./corrections.js";
import { deliveries } from "./deliveries.js";
import { endpoints } from "./endpoints.js";
import { type Engine, plain } from "./engine.js";
import { meaningOf, translateErrors } from "./errors.js";
import { folders } from "./folders.js";
import { jobs } from "./jobs.js";
import { lines } from "./lines.js";
import { memory } from "./memory.js";
import { notices } from "./notices.js";
import { openDatabase } from "./open.js";
import { pieces } from "./pieces.js";
import { problems } from "./problems.js";
import { projects } from "./projects.js";
import { queue } from "./queue.js";
import { recordings } from "./recordings.js";
import { records } from "./records.js";
import { requests } from "./requests.js";
import { statistics } from "./statistics.js";
import { versions } from "./versions.js";
import { workers } from "./workers.js";

export { databaseFile } from "./database.js";
export { engineFor } from "./engine.js";

/** The store on one SQLite file, made and migrated if need be; under a key where the engine has one. */
export function openSqliteStore(file: string, engine: Engine = plain): Store {
  const db = translateErrors(() => openDatabase(file, engine));
  const areas = {
    ...queue(db),
    ...changes(db),
    ...projects(db),
    ...pieces(db),
    ...recordings(db),
    ...jobs(db),
    ...lines(db),
    ...corrections(db),
    ...versions(db),
    ...asks(db),
    ...memory(db),
    ...requests(db),
    ...endpoints(db),
    ...deliveries(db),
    ...folders(db),
    ...records(db),
    ...control(db),
    ...workers(db),
    ...notices(db),
    ...audit(db),
    ...problems(db),
    ...statistics(db),
    ...cleanup(db),
  };
  return { ...translating(areas), close: () => db.close() };
}

type Method = (...args: unknown[]) => Promise<unknown>;

/** Every method throws what SQLite's errors mean. */
function translating<Areas extends object>(areas: Areas): Areas {
  const translated = ([name, method]: [string, Method]) => [
    name,
    async (...args: unknown[]) => {
      try {
        return await method(...args);
      } catch (error) {
        throw meaningOf(error);
      }
    },
  ];
  return Object.fromEntries(Object.entries(areas).map(translated)) as Areas;
}
