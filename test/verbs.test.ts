import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { HOUR } from "../src/core/time.js";
import { ComeBackLater, Transient, UserError } from "../src/errors.js";
import { add, createdIds } from "../src/verbs/add.js";
import { cancel } from "../src/verbs/cancel.js";
import { convert } from "../src/verbs/convert.js";
import { exportBytes, exportFiles } from "../src/verbs/export.js";
import { chooseToForget, forget } from "../src/verbs/forget.js";
import { pause } from "../src/verbs/pause.js";
import { readPauses } from "../src/verbs/pauses.js";
import { resume } from "../src/verbs/resume.js";
import { show } from "../src/verbs/show.js";
import { readStats } from "../src/verbs/statistics.js";
import { workOn } from "../src/verbs/work-on.js";
import { srtOf, world } from "./support/world.js";

/** A world with one project, as a program that calls verbs sees it. */
async function setup(lines = 2) {
  const here = world();
  const context = here.context({ quiet: true });
  const path = here.file("talk.srt", srtOf(lines));
  const files = await add(context, [{ path }], { to: ["fr"], from: "en" });
  const [id] = createdIds(files);
  const audited = async () => {
    const log = await (await context.store()).listAudit({ since: 0, limit: 100 });
    return log.map(({ action, details }) => [action, details]);
  };
  return { here, context, path, id: id!, audited };
}

describe("verbs return data and audit themselves", () => {
  test("add takes bytes that have no name", async () => {
    const { context, audited } = await setup();
    const bytes = Buffer.from(srtOf(3));
    const options = { to: ["fr"], from: null, format: "srt" };
    const files = await add(context, [{ bytes }], options);
    expect(files).toMatchObject([{ file: "-", segments: 3, projects: [{ created: true }] }]);
    const [id] = createdIds(files);
    expect(await show(context, { prefix: id! })).toMatchObject({ name: "stdin.srt", path: "" });
    expect((await audited())[0]).toEqual(["add", "- → fr"]);
  });

  test("what was known already is not audited", async () => {
    const { context, path, audited } = await setup();
    const again = await add(context, [{ path }], { to: ["fr"], from: "en" });
    expect(createdIds(again)).toEqual([]);
    expect(await audited()).toHaveLength(1);
  });

  test("cancel and forget", async () => {
    const { context, id, audited } = await setup();
    const work = { kind: "translation" as const, id };
    expect(await cancel(context, [work])).toEqual({
      changed: [{ ...work, from: "pending", to: "cancelled" }],
      unchanged: [],
    });
    expect(await cancel(context, [work])).toEqual({ changed: [], unchanged: [id] });
    expect(await forget(context, [work])).toEqual([{ ...work, from: "cancelled", to: "deleted" }]);
    expect((await audited()).map(([action]) => action)).toEqual(["forget", "cancel", "add"]);
  });

  test("pause, what is paused, resume", async () => {
    const { context, audited } = await setup();
    expect(await pause(context, "new glossary")).toEqual({ changed: true });
    expect(await readPauses(context)).toMatchObject({
      work: { by: "tester", reason: "new glossary" },
      provider: null,
    });
    await resume(context);
    expect((await readPauses(context)).work).toBeNull();
    expect((await audited()).slice(0, 2).map(([action]) => action)).toEqual(["resume", "pause"]);
  });

  test("a verb throws what a person can mend", async () => {
    const { context, id } = await setup();
    await expect(chooseToForget(context, [id], {})).rejects.toThrow(UserError);
    await expect(show(context, { prefix: "nonsense" })).rejects.toThrow(UserError);
  });
});

describe("add, while the database can't be written", () => {
  /** A context whose database is locked, or its disk full, from the second new file on. */
  async function hindered(error: Error) {
    const { here, context } = await setup();
    const store = await context.store();
    let left = 1;
    const createProjects: typeof store.createProjects = async (adding) => {
      if (left-- > 0) return store.createProjects(adding);
      throw error;
    };
    const files = [2, 3, 4].map((lines) => ({ path: here.file(`${lines}.srt`, srtOf(lines)) }));
    return { context: { ...context, store: async () => ({ ...store, createProjects }) }, files };
  }

  const full = Object.assign(new Error("write"), { code: "ENOSPC" });

  test.each([
    ["locked", new Transient("locked")],
    ["full", new ComeBackLater("the disk is full")],
    ["on a full disk", full],
  ])("%s: what was added is told, the rest is for later, and no more is tried", async (_, error) => {
    const { context, files } = await hindered(error);
    const added = await add(context, files, { to: ["fr"], from: null });
    expect(added).toMatchObject([{ projects: [{ created: true }] }, { projects: [], later: true }]);
  });

  test("before anything was added, that is thrown, also by looking into a folder", async () => {
    const { context, files } = await hindered(full);
    await add(context, [files[0]!], { to: ["fr"], from: null });
    await expect(add(context, files.slice(1), { to: ["fr"], from: null })).rejects.toThrow(full);
    const locked = { ...context, store: () => Promise.reject(new Transient("locked")) };
    const folder = { path: join(files[0]!.path, "..") };
    await expect(add(locked, [folder], { to: ["fr"], from: null })).rejects.toThrow(Transient);
  });
});

describe("files", () => {
  test("export writes a file and audits it, or returns bytes and writes nothing", async () => {
    const { here, context, id, audited } = await setup();
    await workOn(context, { mode: "auto", ids: [id] });
    const { exported } = await exportBytes(context, { ids: [id] }, {});
    expect(exported).toMatchObject([{ id, bytes: expect.any(Uint8Array), lacking: 0 }]);
    const path = join(here.home, "..", "files", "talk.fr.srt");
    expect(existsSync(path)).toBe(false);
    expect(await audited()).toHaveLength(1);

    expect(await exportFiles(context, { ids: [id] }, {})).toEqual({
      exported: [{ id, path, lacking: 0 }],
      remarks: [],
    });
    expect((await audited())[0]).toEqual(["export", path]);
  });

  test("what a person should know of a file is a remark, what failed is told beside the rest", async () => {
    const { context, id } = await setup();
    const { exported, remarks } = await exportBytes(context, { ids: [id] }, { partial: true });
    expect(exported).toHaveLength(1);
    expect(remarks).toEqual([`${id}: 2 lines have no translation and keep their source text`]);
    expect(await exportBytes(context, { ids: [id] }, {})).toMatchObject({
      exported: [{ id, error: expect.stringContaining("2 of 2 lines") }],
      remarks: [],
    });
  });

  test("convert gives bytes for bytes", async () => {
    const bytes = Buffer.from(srtOf(2));
    const same = await convert({ bytes }, { from: "srt" });
    expect(Buffer.from(same.bytes)).toEqual(bytes);
    const { bytes: vtt } = await convert({ bytes }, { from: "srt", format: "vtt" });
    expect(Buffer.from(vtt).toString()).toMatch(/^WEBVTT\n/);
  });
});

test("work on a project that is done is a remark and no error", async () => {
  const { context, id } = await setup();
  expect(await workOn(context, { mode: "batch", ids: [id] })).toMatchObject({
    pieces: [{ id, status: "completed" }],
    remarks: [],
  });
  expect(await workOn(context, { mode: "batch", ids: [id] })).toEqual({
    pieces: [],
    remarks: [`${id} (talk.srt → fr) is completed already`],
  });
});

test("statistics name the indicators beside their targets", async () => {
  const { context, id } = await setup();
  await workOn(context, { mode: "batch", ids: [id] });
  const { since, indicators } = await readStats(context, HOUR);
  expect(since).toBe(HOUR);
  expect(indicators[0]).toEqual({
    name: "success rate",
    value: 100,
    unit: "%",
    target: "over 95 %",
    met: true,
  });
});

test("a verb prints nothing, whatever it does", async () => {
  const { here, context, id } = await setup();
  await workOn(context, { mode: "batch", ids: [id] });
  await exportFiles(context, { ids: [id] }, {});
  expect(here.printed()).toEqual({ out: "", err: "" });
});
