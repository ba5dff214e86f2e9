import { join } from "node:path";
import { describe, onTestFinished } from "vitest";
import { openSqliteStore } from "../../src/store/sqlite/index.js";
import { KEY, under, withoutCipher } from "../support/cipher.js";
import { storeContract } from "./contract.js";
import { scratch } from "./support.js";

describe.skipIf(withoutCipher)("under a key", () =>
  storeContract("encrypted SQLite", () => {
    const store = openSqliteStore(join(scratch(), "transcron.db"), under(KEY));
    onTestFinished(() => store.close());
    return store;
  }),
);
