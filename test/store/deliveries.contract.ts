import { expect, test } from "vitest";
import { MINUTE } from "../../src/core/time.js";
import type { Store } from "../../src/store/store.js";
import { addProject, completed, failed, START } from "./support.js";

const BYTES = Buffer.from("bonjour");

const written = (path: string, whole = true) => ({ path, bytes: BYTES, whole, now: START });

export function deliveriesContract(open: () => Store) {
  test("only a completed project that is to be delivered waits to be written", async () => {
    const store = open();
    await completed(store);
    await failed(store, { deliver: true });
    await addProject(store, { deliver: true });
    expect(await store.hasDeliveries(START)).toBe(false);
    expect(await store.claimDelivery(START)).toBeUndefined();
    const id = await completed(store, { deliver: true });
    expect(await store.hasDeliveries(START)).toBe(true);
    expect(await store.claimDelivery(START)).toBe(id);
  });

  test("a delivery is taken by one only; others get another, the oldest first", async () => {
    const store = open();
    const ids = [await completed(store, { deliver: true }), await completed(store, { deliver: true })];
    const taken = [];
    for (let turn = 0; turn < 3; turn++) taken.push(await store.claimDelivery(START));
    expect(taken).toEqual([...ids, undefined]);
    expect(await store.hasDeliveries(START)).toBe(false);
  });

  test("a delivery whose writer died is taken by another after a while", async () => {
    const store = open();
    const id = await completed(store, { deliver: true });
    await store.claimDelivery(START);
    expect(await store.hasDeliveries(START + 9 * MINUTE)).toBe(false);
    expect(await store.hasDeliveries(START + 11 * MINUTE)).toBe(true);
    expect(await store.claimDelivery(START + 11 * MINUTE)).toBe(id);
  });

  test("a delivery that is given back is taken again", async () => {
    const store = open();
    const id = await completed(store, { deliver: true });
    await store.claimDelivery(START);
    await store.releaseDelivery(id);
    expect(await store.claimDelivery(START)).toBe(id);
  });

  test("what was written is not written again, nor given back", async () => {
    const store = open();
    const id = await completed(store, { deliver: true });
    await store.markExported(id, written("/out/a.srt"));
    await store.releaseDelivery(id);
    expect(await store.hasDeliveries(START + 60 * MINUTE)).toBe(false);
    expect((await store.showProject(id)).exportedPath).toBe("/out/a.srt");
  });

  test("a file that could not be written is counted and not tried again, until somebody writes it", async () => {
    const store = open();
    const id = await completed(store, { deliver: true });
    expect(await store.undelivered()).toBe(0);
    await store.noteExportError(id, "read-only");
    expect(await store.hasDeliveries(START)).toBe(false);
    expect(await store.undelivered()).toBe(1);
    await store.markExported(id, written("/out/a.srt"));
    expect(await store.undelivered()).toBe(0);
  });

  test("a part counts as a written file and not as the translation", async () => {
    const store = open();
    const id = await completed(store);
    await store.markExported(id, written("/out/part.srt", false));
    expect(await store.isExported("/out/part.srt")).toBe(true);
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
    expect(await store.isExported("/out/a.srt")).toBe(false);
  });
}
