import { expect, test } from "vitest";
import { MINUTE } from "../../src/core/time.js";
import type { Store } from "../../src/store/store.js";
import { addProject, addVersion, cancelled, completed, failed, START, version } from "./support.js";

const BYTES = Buffer.from("bonjour");

const written = (path: string, whole = true) => ({
  path,
  bytes: BYTES,
  whole,
  revision: 0,
  now: START,
});

export function deliveriesContract(open: () => Store) {
  test("only a completed project that is to be delivered waits to be written", async () => {
    const store = open();
    await completed(store);
    await failed(store, { deliver: true });
    await addProject(store, { deliver: true });
    expect(await store.hasDeliveries(START)).toBe(false);
    expect(await store.claimDelivery("translation", START)).toBeUndefined();
    const id = await completed(store, { deliver: true });
    expect(await store.hasDeliveries(START)).toBe(true);
    expect(await store.claimDelivery("translation", START)).toEqual({ id, tries: 0 });
  });

  test("a delivery is taken by one only; others get another, the oldest first", async () => {
    const store = open();
    const ids = [await completed(store, { deliver: true }), await completed(store, { deliver: true })];
    const taken = [];
    for (let turn = 0; turn < 3; turn++) taken.push((await store.claimDelivery("translation", START))?.id);
    expect(taken).toEqual([...ids, undefined]);
    expect(await store.hasDeliveries(START)).toBe(false);
  });

  test("a delivery whose writer died is taken by another after a while", async () => {
    const store = open();
    const id = await completed(store, { deliver: true });
    await store.claimDelivery("translation", START);
    expect(await store.hasDeliveries(START + 9 * MINUTE)).toBe(false);
    expect(await store.hasDeliveries(START + 11 * MINUTE)).toBe(true);
    expect(await store.claimDelivery("translation", START + 11 * MINUTE)).toEqual({ id, tries: 0 });
  });

  test("a delivery that is given back is taken again", async () => {
    const store = open();
    const id = await completed(store, { deliver: true });
    await store.claimDelivery("translation", START);
    await store.releaseDelivery({ kind: "translation", id });
    expect(await store.claimDelivery("translation", START)).toEqual({ id, tries: 0 });
  });

  test("what was written is not written again, nor given back", async () => {
    const store = open();
    const id = await completed(store, { deliver: true });
    await store.markExported(id, written("/out/a.srt"));
    await store.releaseDelivery({ kind: "translation", id });
    expect(await store.hasDeliveries(START + 60 * MINUTE)).toBe(false);
    expect((await store.showProject(id)).exportedPath).toBe("/out/a.srt");
  });

  test("a file that could not be written is counted and not tried again, until somebody writes it", async () => {
    const store = open();
    const id = await completed(store, { deliver: true });
    expect(await store.undelivered()).toBe(0);
    await store.noteExportError({ kind: "translation", id }, "read-only");
    expect(await store.hasDeliveries(START)).toBe(false);
    expect(await store.undelivered()).toBe(1);
    await store.markExported(id, written("/out/a.srt"));
    expect(await store.undelivered()).toBe(0);
  });

  test("a file that could not be written yet is counted, and taken again when its time has come", async () => {
    const store = open();
    const id = await completed(store, { deliver: true });
    await store.claimDelivery("translation", START);
    await store.postponeDelivery(
      { kind: "translation", id },
      { message: "the disk is away", at: START + MINUTE },
    );
    expect(await store.hasDeliveries(START)).toBe(false);
    expect(await store.claimDelivery("translation", START)).toBeUndefined();
    expect(await store.undelivered()).toBe(1);
    expect(await store.hasDeliveries(START + MINUTE)).toBe(true);
    expect(await store.claimDelivery("translation", START + MINUTE)).toEqual({ id, tries: 1 });
    await store.markExported(id, written("/out/a.srt"));
    expect(await store.undelivered()).toBe(0);
    await store.postponeDelivery({ kind: "translation", id }, { message: "too late", at: START });
    expect(await store.hasDeliveries(START + 60 * MINUTE)).toBe(false);
  });

  test("of a file and language the newest project that was not cancelled is the newer version of the others", async () => {
    const store = open();
    const [first, second] = [await version(store, "1"), await version(store, "2")];
    await version(store, "3", { targetLang: "es" });
    await completed(store, { path: "/other.srt" });
    expect(await store.newerVersion(second)).toBeUndefined();
    expect(await store.newerVersion(first)).toEqual({ id: second, exportedPath: null });
    const third = await version(store, "3");
    await store.markExported(third, written("/out/a.srt"));
    expect(await store.newerVersion(first)).toEqual({ id: third, exportedPath: "/out/a.srt" });
    const { id: fourth } = await addVersion(store, "4");
    expect((await store.newerVersion(third))?.id).toBe(fourth);
    await store.cancel("translation", [fourth], START);
    expect(await store.newerVersion(third)).toBeUndefined();
  });

  test("what has no path has no versions", async () => {
    const store = open();
    const first = await completed(store, { path: "" });
    await completed(store, { path: "", again: true });
    expect(await store.newerVersion(first)).toBeUndefined();
  });

  test("an older version is neither told as unwritten nor as written", async () => {
    const store = open();
    const [first, second] = [await version(store, "1"), await version(store, "2")];
    expect(await store.unexported()).toEqual([second]);
    await store.markExported(first, written("/out/a.srt"));
    expect(await store.exported()).toEqual([]);
    await store.markExported(second, written("/out/a.srt"));
    expect(await store.exported()).toEqual([{ id: second, path: "/out/a.srt" }]);
    expect(await store.unexported()).toEqual([]);
    expect(await store.writtenPaths()).toEqual(["/out/a.srt"]);
  });

  test("a file that is not to be written after all is no complaint", async () => {
    const store = open();
    const id = await completed(store, { deliver: true });
    await store.skipDelivery({ kind: "translation", id }, "superseded");
    expect([await store.hasDeliveries(START + 60 * MINUTE), await store.undelivered()]).toEqual([false, 0]);
  });

  test("a part counts as a written file and not as the translation", async () => {
    const store = open();
    const id = await completed(store);
    await store.markExported(id, written("/out/part.srt", false));
    expect(await store.ownersOf(["/out/part.srt"])).toMatchObject([{ path: "/out/part.srt", written: true }]);
    expect(await store.unexported()).toEqual([id]);
    await store.markExported(id, written("/out/a.srt"));
    expect(await store.unexported()).toEqual([]);
  });

  test("only completed projects are told as never written", async () => {
    const store = open();
    await failed(store);
    await addProject(store);
    const ids = [await completed(store), await completed(store)];
    expect(await store.unexported()).toEqual(ids);
  });

  test("a file is ours while its bytes, source and language are those that were written", async () => {
    const store = open();
    const id = await completed(store, { path: "/a.srt" });
    const es = await completed(store, { path: "/a.srt", targetLang: "es" });
    const other = await completed(store, { path: "/b.srt" });
    await store.markExported(id, written("/out/a.srt"));
    expect(await store.isOurs(id, { path: "/out/a.srt", bytes: BYTES })).toBe(true);
    expect(await store.isOurs(id, { path: "/out/a.srt", bytes: Buffer.from("edited") })).toBe(false);
    expect(await store.isOurs(id, { path: "/out/b.srt", bytes: BYTES })).toBe(false);
    for (const foreign of [es, other])
      expect(await store.isOurs(foreign, { path: "/out/a.srt", bytes: BYTES })).toBe(false);
  });

  test("a file belongs to what was last written to it", async () => {
    const store = open();
    const [first, last] = [await completed(store), await completed(store)];
    await store.markExported(first, written("/out/a.srt"));
    const bytes = Buffer.from("salut");
    await store.markExported(last, { ...written("/out/a.srt"), bytes });
    expect(await store.isOurs(first, { path: "/out/a.srt", bytes: BYTES })).toBe(false);
    expect(await store.isOurs(last, { path: "/out/a.srt", bytes })).toBe(true);
  });

  test("a file that was never written here is no translation of ours", async () => {
    const store = open();
    await completed(store);
    expect(await store.ownersOf(["/out/a.srt"])).toEqual([]);
  });

  test("a place belongs to the project that is to be written there, unless that failed or is cancelled", async () => {
    const store = open();
    const place = { deliver: true, targetPath: "/out/a.fr.srt" };
    await cancelled(store, { ...place, path: "/b.srt" });
    await failed(store, { ...place, path: "/c.srt" });
    expect(await store.ownersOf(["/out/a.fr.srt"])).toEqual([]);
    const id = await completed(store, { ...place, path: "/a.srt" });
    const owner = { path: "/out/a.fr.srt", source: "/a.srt" };
    expect(await store.ownersOf(["/out/a.fr.srt", "/out/b.fr.srt"])).toEqual([{ ...owner, written: false }]);
    await store.markExported(id, written("/out/a.fr.srt"));
    expect(await store.ownersOf(["/out/a.fr.srt"])).toEqual([
      { ...owner, written: false },
      { ...owner, written: true },
    ]);
    expect(await store.showProject(id)).toMatchObject({ targetPath: "/out/a.fr.srt", root: null });
  });
}
