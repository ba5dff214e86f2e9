import { existsSync } from "node:fs";
import type { HomeUse } from "../context.js";
import type { DatabaseFile } from "../store/database.js";
import type { Store } from "../store/store.js";
import { makeFolder, PRIVATE } from "../system/folder.js";
import { databaseIn, isHome } from "../system/home.js";
import type { Guard } from "../system/trust.js";

/** The database of a home, opened when it is first asked for. */
export interface OpenLater {
  store(): Promise<Store>;
  file(): Promise<DatabaseFile>;
  close(): void;
}

export interface Keyed {
  key: () => string | null;
}

interface Opening extends Keyed {
  guard: Guard;
  use: HomeUse;
}

/** Whether the database is made where there is none; else what is there is an empty queue. */
const MAKES_DATABASE: Record<HomeUse, (home: string) => boolean> = {
  looks: () => false,
  stores: () => true,
  makes: () => true,
  none: isHome,
};

export function openLater(home: string, { guard, key, use }: Opening): OpenLater {
  const path = databaseIn(home);
  let store: Promise<Store> | undefined;
  let opened: Store | undefined;
  const sqlite = async () => {
    const { engineFor, ...files } = await import("../store/sqlite/index.js");
    return { ...files, engine: await engineFor(key()) };
  };
  return {
    store() {
      store ??= sqlite().then(({ openSqliteStore, engine }) => {
        guard.home();
        if (use === "makes") makeFolder(home, PRIVATE);
        const isThere = existsSync(path) || MAKES_DATABASE[use](home);
        opened = isThere ? openSqliteStore(path, engine) : openSqliteStore(":memory:");
        return opened;
      });
      return store;
    },
    async file() {
      guard.home();
      const { databaseFile, engine } = await sqlite();
      return databaseFile(path, engine);
    },
    close() {
      opened?.close();
      opened = undefined;
      store = undefined;
    },
  };
}
