import { onTestFinished } from "vitest";
import { openSqliteStore } from "../../src/store/sqlite/index.js";
import { storeContract } from "./contract.js";

storeContract("SQLite", () => {
  const store = openSqliteStore(":memory:");
  onTestFinished(() => store.close());
  return store;
});
