import { expect, test } from "vitest";
import { MINUTE, SECOND } from "../../src/core/time.js";
import type { FolderFile, FolderSettings, ScanFigures } from "../../src/store/folders.js";
import type { Store } from "../../src/store/store.js";
import { addProject, cancelled, completed, START } from "./support.js";

const settings = (changes: Partial<FolderSettings> = {}): FolderSettings => ({
  targets: ["fr", "es"],
  from: null,
  prefer: [],
  encoding: null,
  column: null,
  lane: null,
  exportDir: null,
  recordings: true,
  ...changes,
});

const FIGURES: ScanFigures = {
  files: 2,
  added: { fr: 1 },
  unchanged: 0,
  known: 1,
  unreadable: 0,
  skipped: { "no column": 3 },
};

const file = (name: string, changes: Partial<FolderFile> = {}): FolderFile => ({
  path: `/a/${name}`,
  size: 10,
  modifiedMs: START + 0.25,
  outcome: "added",
  reason: null,
  ...changes,
});

const scanned = { figures: FIGURES, error: null, changed: [], gone: [] };
const at = (now: number) => ({ now, interval: 5 * MINUTE });

async function watching(store: Store, path = "/a", changes: Partial<FolderSettings> = {}) {
  await store.saveFolder({ path, settings: settings(changes), now: START });
  return (await store.listFolders()).find((folder) => folder.path === path)!.id;
}

export function foldersContract(open: () => Store) {
  test("folders are listed by path, with all their settings", async () => {
    const store = open();
    const all = {
      from: "en",
      prefer: ["vtt"],
      encoding: "cp1252",
      column: "text",
      lane: "any",
      exportDir: "/x",
    };
    await watching(store, "/b", all);
    await watching(store, "/a");
    const never = { createdAt: START - (START % SECOND), scannedAt: null, figures: null, error: null };
    expect(await store.listFolders()).toEqual([
      { id: expect.any(Number), path: "/a", ...settings(), ...never },
      { id: expect.any(Number), path: "/b", ...settings(all), ...never },
    ]);
  });

  test("a scan is due at first, and again when the interval is over", async () => {
    const store = open();
    expect(await store.isScanDue(at(START))).toBe(false);
    const id = await watching(store);
    expect(await store.isScanDue(at(START))).toBe(true);
    expect(await store.beginScan(id, at(START))).toBe(true);
    expect(await store.beginScan(id, at(START))).toBe(false);
    expect(await store.isScanDue(at(START + 4 * MINUTE))).toBe(false);
    expect(await store.isScanDue(at(START + 5 * MINUTE))).toBe(true);
  });

  test("a scan that began by a clock that was ahead holds nothing up", async () => {
    const store = open();
    await store.beginScan(await watching(store), at(START + 600 * MINUTE));
    expect(await store.isScanDue(at(START))).toBe(true);
  });

  test("what a scan brought is stored: figures, and changes of its files", async () => {
    const store = open();
    const id = await watching(store);
    await store.endScan(id, { ...scanned, changed: [file("1.srt"), file("2.srt"), file("3.srt")] });
    const changed = file("2.srt", { size: 11, outcome: "unreadable", reason: "nothing in it" });
    await store.endScan(id, { ...scanned, changed: [changed], gone: ["/a/3.srt"] });
    expect(await store.folderFiles(id)).toEqual([file("1.srt"), changed]);
    expect((await store.listFolders())[0]).toMatchObject({ figures: FIGURES, error: null });
  });

  test("a scan that could not look keeps the figures of the last one", async () => {
    const store = open();
    const id = await watching(store);
    await store.endScan(id, scanned);
    await store.endScan(id, { ...scanned, figures: null, error: "it is away" });
    expect((await store.listFolders())[0]).toMatchObject({ figures: FIGURES, error: "it is away" });
  });

  test("more files than one statement holds are stored", async () => {
    const store = open();
    const id = await watching(store);
    const many = Array.from({ length: 2500 }, (_, number) => file(`${number}.srt`));
    await store.endScan(id, { ...scanned, changed: many });
    expect(await store.folderFiles(id)).toHaveLength(2500);
    await store.endScan(id, { ...scanned, gone: many.map(({ path }) => path) });
    expect(await store.folderFiles(id)).toEqual([]);
  });

  test("with other settings all files are looked at again, at once", async () => {
    const store = open();
    const id = await watching(store);
    await store.beginScan(id, at(START));
    await store.endScan(id, { ...scanned, changed: [file("1.srt")] });
    expect(await watching(store, "/a", { targets: ["de"] })).toBe(id);
    expect(await store.folderFiles(id)).toEqual([]);
    expect(await store.isScanDue(at(START))).toBe(true);
    expect(await store.listFolders()).toMatchObject([{ targets: ["de"], figures: FIGURES }]);
  });

  test("a folder that is removed takes its files along, and nothing that was added", async () => {
    const store = open();
    const id = await watching(store);
    await addProject(store, { path: "/a/1.srt" });
    await store.endScan(id, { ...scanned, changed: [file("1.srt")] });
    expect(await store.removeFolder("/a")).toBe(true);
    expect(await store.removeFolder("/a")).toBe(false);
    expect(await store.folderFiles(id)).toEqual([]);
    expect((await store.countProjects()).pending).toBe(1);
    await store.endScan(id, { ...scanned, changed: [file("1.srt")] });
    expect(await store.folderFiles(id)).toEqual([]);
  });

  test.each(["forgotten", "cleaned up"])("a file whose project was %s is looked at again", async (how) => {
    const store = open();
    const id = await watching(store);
    const path = "/a/1.srt";
    const project = how === "forgotten" ? await cancelled(store, { path }) : await completed(store, { path });
    await addProject(store, { path, targetLang: "es" });
    await store.endScan(id, { ...scanned, changed: [file("1.srt"), file("2.srt")] });
    if (how === "forgotten") await store.forget("translation", [project]);
    else
      await store.cleanup({
        before: START + MINUTE,
        statuses: ["completed"],
        exportedOnly: false,
        dryRun: false,
      });
    expect(await store.folderFiles(id)).toEqual([file("2.srt")]);
  });
}
