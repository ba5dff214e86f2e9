import { expect, test } from "vitest";
import { DAY, SECOND } from "../../src/core/time.js";
import type { Store } from "../../src/store/store.js";
import {
  adding,
  addProject,
  addVersion,
  batch,
  cancelled,
  completed,
  countsOf,
  documentWith,
  failed,
  finishing,
  newProject,
  refused,
  request,
  SMALL,
  START,
  statusOf,
  take,
  version,
} from "./support.js";

export function projectsContract(open: () => Store) {
  test("a file gets a pending project for each language", async () => {
    const store = open();
    const projects = ["fr", "es"].map((targetLang) => newProject({ targetLang }));
    const [fr, es] = projects;
    expect(await store.createProjects(adding({ projects }))).toEqual({
      added: [
        { id: fr!.id, targetLang: "fr", created: true, status: "pending" },
        { id: es!.id, targetLang: "es", created: true, status: "pending" },
      ],
    });
    expect(await countsOf(store)).toMatchObject({ pending: 2 });
  });

  test("adding the same file for the same language again adds nothing and tells how it was read", async () => {
    const store = open();
    const { id } = await addProject(store, { path: "/same.srt" });
    expect(await addProject(store, { path: "/same.srt" })).toEqual({
      id,
      targetLang: "fr",
      created: false,
      status: "pending",
      readAs: { format: "srt", encoding: "utf-8", sourceLang: "en" },
    });
    expect(await addProject(store, { path: "/same.srt", targetLang: "es" })).toMatchObject({ created: true });
  });

  test("other bytes under the same path are another file", async () => {
    const store = open();
    await addProject(store, { path: "/same.srt" });
    const document = { ...documentWith(3, "/same.srt"), bytes: Buffer.from("changed") };
    expect(await store.createProjects(adding({ document }))).toMatchObject({ added: [{ created: true }] });
  });

  test("a newer version takes the place of what has not completed: its worker loses it, and its lane has a place", async () => {
    const store = open();
    const { id: failing } = await addVersion(store, "1", { lane: SMALL });
    const project = await take(store);
    await store.saveBatch(project, batch([0, 1], { failed: [refused(2)] }));
    await store.finishProject(project, finishing({ error: "line 3" }));
    const { id: second, supersedes } = await addVersion(store, "2", { lane: SMALL });
    expect(supersedes).toEqual([failing]);
    const inWork = await take(store);
    expect((await addVersion(store, "3", { lane: SMALL })).supersedes).toEqual([second]);
    expect(await store.renew(inWork, START)).toBe(false);
    await addProject(store, { lane: SMALL });
    const { id: newest } = await addVersion(store, "4", { lane: SMALL, now: START + SECOND });
    expect(await store.showProject(second)).toMatchObject({
      status: "cancelled",
      worker: null,
      error: expect.stringContaining("newer version"),
    });
    expect(await countsOf(store)).toMatchObject({ pending: 2, failed: 0, cancelled: 3 });
    expect(await statusOf(store, newest)).toBe("pending");
  });

  test("a newer version leaves alone: other languages, other files, what has completed, and all if the lane is full", async () => {
    const store = open();
    const done = await version(store, "1");
    const { id: es } = await addVersion(store, "1", { targetLang: "es", lane: SMALL });
    const { id: other } = await addProject(store, { lane: SMALL });
    const { id: older } = await addVersion(store, "2");
    const statuses = () => Promise.all([done, es, other, older].map((id) => statusOf(store, id)));
    await expect(addVersion(store, "3", { lane: SMALL })).rejects.toThrow("full");
    expect(await statuses()).toEqual(["completed", "pending", "pending", "pending"]);
    await addVersion(store, "3");
    expect(await statuses()).toEqual(["completed", "pending", "pending", "cancelled"]);
  });

  test("what has no path has no versions", async () => {
    const store = open();
    for (const contents of ["1", "2"]) await addProject(store, { path: "", contents });
    expect(await countsOf(store)).toMatchObject({ pending: 2 });
  });

  test("a file that is changed back is translated again, also if its project is gone", async () => {
    const store = open();
    await version(store, "1");
    await version(store, "2", { now: START + SECOND });
    expect(await addVersion(store, "1", { now: START + DAY })).toMatchObject({ created: true });
    await version(store, "3", { now: START + DAY });
    const before = START + DAY - SECOND;
    await store.cleanup({ before, statuses: ["completed"], exportedOnly: true, dryRun: false });
    expect((await countsOf(store)).completed).toBe(1);
    expect(await addVersion(store, "2", { now: START + 2 * DAY })).toMatchObject({ created: true });
    expect(await addVersion(store, "2", { now: START + 2 * DAY })).toMatchObject({ created: false });
  });

  test("what was done is added again only if that is asked for; what is under way, never", async () => {
    const store = open();
    await completed(store, { path: "/a.srt" });
    expect(await addProject(store, { path: "/a.srt" })).toMatchObject({
      created: false,
      status: "completed",
    });
    const { id } = await addProject(store, { path: "/a.srt", again: true });
    expect(await addProject(store, { path: "/a.srt", again: true })).toMatchObject({ id, created: false });
    await take(store, { ids: [id] });
    expect(await addProject(store, { path: "/a.srt", again: true })).toMatchObject({ status: "processing" });
  });

  test("a file that was done is not paid for again after its project is gone", async () => {
    const store = open();
    const id = await completed(store, { path: "/a.srt" });
    await store.cleanup({ before: START + DAY, statuses: ["completed"], exportedOnly: false, dryRun: false });
    expect(await addProject(store, { path: "/a.srt" })).toEqual({
      id,
      targetLang: "fr",
      created: false,
      status: "done before",
    });
    expect(await addProject(store, { path: "/a.srt", again: true })).toMatchObject({ created: true });
  });

  test("all languages of a file are added or none: a lane that lacks places says how many wait", async () => {
    const store = open();
    await addProject(store, { lane: SMALL });
    const projects = ["fr", "es"].map((targetLang) => newProject({ targetLang }));
    const document = documentWith(3, "/talk.srt");
    expect(await store.createProjects(adding({ document, projects, lane: SMALL }))).toEqual({
      full: { waiting: 1 },
    });
    expect(await countsOf(store)).toMatchObject({ pending: 1 });
    expect(await store.knownFile("/talk.srt", document.bytes)).toEqual([]);
    expect(await store.createProjects(adding({ document, projects }))).toMatchObject({
      added: [{ created: true }, { created: true }],
    });
  });

  test("a full lane still tells of what is there, and has places again when its work is taken", async () => {
    const store = open();
    for (const path of ["/a.srt", "/b.srt"]) await addProject(store, { path, lane: SMALL });
    expect(await addProject(store, { path: "/a.srt", lane: SMALL })).toMatchObject({ created: false });
    await expect(addProject(store, { lane: SMALL })).rejects.toThrow("full");
    await take(store);
    expect(await addProject(store, { lane: SMALL })).toMatchObject({ created: true });
  });

  test("a file is known by its path and bytes, with what there is for each language", async () => {
    const store = open();
    const id = await completed(store, { path: "/a.srt" });
    const { id: es } = await addProject(store, { path: "/a.srt", targetLang: "es" });
    const { bytes } = documentWith(3, "/a.srt");
    const known = await store.knownFile("/a.srt", bytes);
    expect(known.map(({ id, targetLang, status }) => [id, targetLang, status]).sort()).toEqual(
      [
        [id, "fr", "completed"],
        [es, "es", "pending"],
      ].sort(),
    );
    expect(await store.knownFile("/b.srt", bytes)).toEqual([]);
    expect(await store.knownFile("/a.srt", Buffer.from("other"))).toEqual([]);
  });

  test("ids are found by their beginning: none, the one, or several, three at most", async () => {
    const store = open();
    for (const id of ["trans_aa1", "trans_ab1", "trans_ab2", "trans_ab3", "trans_ab4"])
      await addProject(store, { id });
    expect(await store.idsBeginning("trans_aa")).toEqual(["trans_aa1"]);
    expect(await store.idsBeginning("trans_ab1")).toEqual(["trans_ab1"]);
    expect(await store.idsBeginning("trans_ab")).toHaveLength(3);
    for (const none of ["ab1", "trans_ab11", "trans%", "TRANS_AA", "trans-a"])
      expect(await store.idsBeginning(none)).toEqual([]);
  });

  test("projects are chosen by filters, what is in progress or waits before what has ended, with counts of all", async () => {
    const store = open();
    const done = await completed(store);
    const broken = await failed(store, { lane: SMALL });
    const gone = await cancelled(store);
    const es = (await addProject(store, { targetLang: "es" })).id;
    const ids = async (filter: object) =>
      (await store.selectProjects({ limit: 10, ...filter })).map(({ id }) => id);
    expect(await ids({})).toEqual([es, broken, done, gone]);
    expect(await ids({ limit: 2 })).toEqual([es, broken]);
    expect(await ids({ status: "failed" })).toEqual([broken]);
    expect(await ids({ to: "es" })).toEqual([es]);
    expect(await ids({ ids: [done, es, "trans_none"] })).toEqual([es, done]);
    expect(await ids({ ids: [] })).toEqual([]);
    expect(await ids({ lane: "small" })).toEqual([broken]);
    expect(await ids({ lane: "small", to: "es" })).toEqual([]);
    expect(await ids({ endedSince: START + DAY })).toEqual([]);
    expect(await ids({ addedSince: START })).toHaveLength(4);
    const filed = (await addProject(store, { path: "/films/[1]/a.srt", name: "a.srt" })).id;
    await addProject(store, { path: "/films/[1] more/a.srt", name: "a.srt" });
    expect(await ids({ folder: "/films/[1]" })).toEqual([filed]);
    expect(await ids({ folder: "/" })).toHaveLength(6);
    expect(await ids({ name: "a.*" })).toHaveLength(2);
    expect((await store.fileNames()).filter((name) => name === "a.srt")).toHaveLength(1);
    await cancelled(store);
    expect(await store.countProjects()).toEqual({
      pending: 3,
      processing: 0,
      completed: 1,
      failed: 1,
      cancelled: 2,
    });
  });

  test("a project shows where it stands, what it cost and what went wrong", async () => {
    const store = open();
    const { id } = await addProject(store, { path: "/talk.srt", priority: 2 });
    const project = await take(store, { worker: "host:7:1" });
    expect(await store.showProject(id)).toMatchObject({
      ...{ id, path: "/talk.srt", format: "srt", sourceLang: "en", targetLang: "fr", lane: "normal" },
      ...{ priority: 2, status: "processing", worker: "host:7:1", reservedAt: START, createdAt: START },
      ...{ startedAt: START, completedAt: null, segmentsCount: 3, segmentsDone: 0, quality: null },
      ...{ provider: null, cost: null, exportedPath: null, errors: [] },
    });
    await store.saveBatch(project, batch([0, 1, 2], { request: request() }));
    await store.finishProject(project, finishing({ now: START + 2 * SECOND }));
    await store.noteProblem({
      work: { kind: "translation", id },
      code: "odd",
      message: "strange",
      now: START,
    });
    expect(await store.showProject(id)).toMatchObject({
      ...{ status: "completed", worker: null, completedAt: START + 2 * SECOND, processingSeconds: 2 },
      ...{ segmentsDone: 3, quality: 100, provider: "openai", model: "m", cost: 0.5 },
      tokens: { input: 100, cached: 10, output: 20 },
      errors: [{ code: "odd", message: "strange", segments: [], at: START, answer: null }],
    });
  });

  test("a document comes back as it was added, byte for byte", async () => {
    const store = open();
    const document = {
      ...documentWith(1, "/a.srt"),
      encoding: { name: "utf-16le", bom: true },
      bytes: Buffer.from([0xff, 0xfe, 0x00, 0x0a]),
    };
    const project = newProject();
    await store.createProjects(adding({ document, projects: [project] }));
    const { segments: _, ...stored } = document;
    expect(await store.documentOf(project.id)).toEqual(stored);
  });

  test("the languages that wait are those of pending projects, each once", async () => {
    const store = open();
    await completed(store, { targetLang: "de" });
    for (const targetLang of ["fr", "es", "fr"]) await addProject(store, { targetLang });
    expect(await store.waitingLanguages()).toEqual(["es", "fr"]);
  });
}
