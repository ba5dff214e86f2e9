import { expect, test } from "vitest";
import { SECOND } from "../../src/core/time.js";
import type { AuditRecord } from "../../src/store/audit.js";
import type { Store } from "../../src/store/store.js";
import { START } from "./support.js";

const entry = (changes: Partial<AuditRecord> = {}): AuditRecord => ({
  at: START,
  who: "ana",
  action: "cancel",
  kind: "translation",
  id: "trans_1",
  details: "was pending",
  ...changes,
});

export function auditContract(open: () => Store) {
  test("who changed what is kept whole, also where it was done to no work", async () => {
    const store = open();
    const setting = entry({ action: "settings", kind: null, id: null, details: `MODEL "m", 'é'\n2` });
    await store.audit([entry(), setting]);
    expect(await store.listAudit({ since: START, limit: 10 })).toEqual([setting, entry()]);
  });

  test("the newest come first, as many as asked for, and none from before", async () => {
    const store = open();
    const at = (seconds: number) => entry({ at: START + seconds * SECOND, details: String(seconds) });
    await store.audit([at(0), at(1)]);
    await store.audit([at(2)]);
    expect(await store.listAudit({ since: START, limit: 2 })).toEqual([at(2), at(1)]);
    expect(await store.listAudit({ since: START + 2 * SECOND, limit: 9 })).toEqual([at(2)]);
  });

  test("nothing to write down writes nothing down", async () => {
    const store = open();
    await store.audit([]);
    expect(await store.listAudit({ since: 0, limit: 10 })).toEqual([]);
  });
}
