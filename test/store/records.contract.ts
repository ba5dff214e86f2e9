import { expect, test } from "vitest";
import { type Change, NO_EVIDENCE } from "../../src/core/record/change.js";
import { DAY, SECOND } from "../../src/core/time.js";
import type { Saving } from "../../src/store/records.js";
import type { Store } from "../../src/store/store.js";
import { START } from "./support.js";

const NOW = START - (START % SECOND);

const change = (changes: Partial<Change> = {}): Change => ({
  ...NO_EVIDENCE,
  ...{ field: "phone", within: [], what: "said", old: null, new: "06", reason: null, undoes: null },
  ...changes,
});

const saving = (changes: Partial<Saving> = {}): Saving => ({
  ...{ template: "client", output: { type: "object" }, fields: { phone: "06" }, locked: [] },
  ...{ changes: [change()], recording: "audio-1", job: "job-1", who: "tester", now: START },
  ...changes,
});

const make = async (store: Store, name: string | null = null, changes: Partial<Saving> = {}) =>
  (await store.mergeInto({ name }, saving(changes)))!;

export function recordsContract(open: () => Store) {
  test("a new record has a number, and may have a name; both find it", async () => {
    const store = open();
    const unnamed = await make(store);
    const named = await make(store, "dupont");
    expect(unnamed).toEqual({
      ...{ id: "record-1", name: null, template: "client", output: { type: "object" }, version: 1 },
      ...{ fields: { phone: "06" }, locked: [], createdAt: NOW, updatedAt: NOW },
    });
    expect(named).toMatchObject({ id: "record-2", name: "dupont" });
    expect(await store.getRecord("record-1")).toEqual(unnamed);
    for (const text of ["record-2", "dupont", "DUPONT"]) expect(await store.getRecord(text)).toEqual(named);
    for (const text of ["record-3", "durand", "record-", ""])
      expect(await store.getRecord(text)).toBeUndefined();
  });

  test("a name is taken once", async () => {
    const store = open();
    await make(store, "dupont");
    expect(await store.mergeInto({ name: "Dupont" }, saving())).toBeUndefined();
    expect(await store.listRecords({})).toHaveLength(1);
  });

  test("a change is saved only for the version that was read", async () => {
    const store = open();
    const read = await make(store, "dupont");
    const { id, version } = read;
    const now = START + DAY;
    const saved = await store.mergeInto(read, saving({ fields: { phone: "07" }, locked: ["phone"], now }));
    expect(saved).toMatchObject({ version: 2, fields: { phone: "07" }, locked: ["phone"], createdAt: NOW });
    expect(saved?.updatedAt).toBe(NOW + DAY);
    expect(await store.mergeInto({ id, version }, saving({ fields: {} }))).toBeUndefined();
    expect(await store.getRecord(id)).toEqual(saved);
    expect(await store.recordHistory(id)).toHaveLength(2);
  });

  test("the history keeps each change as it was, in order", async () => {
    const store = open();
    const changes = [
      change({ quote: "le 06", position: 1234.5, confidence: 0.75 }),
      change({ within: ["city"], what: "confirmed", old: "Lyon", new: "Lyon", confidence: 1 }),
      change({ within: [{ by: "name", is: "Léa" }, "age"], old: 4, new: 5 }),
      change({ what: "dropped", new: { a: [1, true, "x"] }, reason: "no" }),
      change({ what: "retracted", old: [""], new: null }),
      change({ what: "undone", undoes: 3, old: false, new: 0 }),
    ];
    const { id } = await make(store, null, { changes });
    expect(await store.recordHistory(id)).toEqual(
      changes.map((one, at) => ({
        ...one,
        ...{ position: one.position && 1235, number: at + 1, recording: "audio-1", job: "job-1" },
        ...{ who: "tester", at: NOW },
      })),
    );
    expect(await store.recordHistory("record-9")).toEqual([]);
  });

  test("records are listed by their last change, by template, since a moment, up to a limit", async () => {
    const store = open();
    await make(store, "old", { now: START - DAY });
    await make(store, "lesson", { template: "lesson" });
    const { id, version } = await make(store, "new");
    await store.mergeInto({ id, version }, saving({ now: START + DAY }));
    const names = async (filter: Parameters<Store["listRecords"]>[0]) =>
      (await store.listRecords(filter)).map(({ name }) => name);
    expect(await names({})).toEqual(["new", "lesson", "old"]);
    expect(await names({ template: "client" })).toEqual(["new", "old"]);
    expect(await names({ since: START })).toEqual(["new", "lesson"]);
    expect(await names({ limit: 1 })).toEqual(["new"]);
  });

  test("a record that is forgotten is gone with its history, and the recordings that it alone has are named", async () => {
    const store = open();
    const { id, version } = await make(store, "dupont", { recording: "audio-2" });
    await store.mergeInto({ id, version }, saving({ recording: null, job: null }));
    await store.mergeInto({ id, version: 2 }, saving({ recording: "audio-1" }));
    const other = await make(store, "durand");
    expect(await store.forgetRecord(id)).toEqual({
      erased: { changes: 3 },
      recordings: ["audio-2"], // the other record was made from audio-1, too
    });
    expect(await store.getRecord("dupont")).toBeUndefined();
    expect(await store.recordHistory(id)).toEqual([]);
    expect(await store.forgetRecord(id)).toBeUndefined();
    expect(await store.recordHistory(other.id)).toHaveLength(1);
    expect(await store.mergeInto({ id, version: 3 }, saving())).toBeUndefined();
    expect((await make(store, "dupont")).id).toBe("record-3");
  });
}
