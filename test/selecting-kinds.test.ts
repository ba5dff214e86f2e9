import { describe, expect, test } from "vitest";
import { addJobs, addRecording, hear, newJob } from "./store/pieces-support.js";
import { newProject } from "./store/support.js";
import { addTo } from "./support/projects.js";
import { world } from "./support/world.js";

/** A translation, a recording with a Spanish translation that waits for it, and two documents. */
async function threeKinds() {
  const here = world();
  await addTo(here, "a.srt", 1);
  const store = await here.context().store();
  const { id, projects } = await addRecording(store, {
    projects: [newProject({ id: "trans_waiting_1", name: "talk.mp3", targetLang: "es" })],
  });
  await addJobs(store, [newJob({ name: "crochet-hat" }), newJob({ name: "crochet-scarf" })]);
  const statusOf = async (one: string) => (await here.json("show", one)).data.status;
  return { here, store, id, waiting: projects[0]!.id, statusOf };
}

describe("each kind is listed", () => {
  test("under its own titles, and under its own name in JSON", async () => {
    const { here } = await threeKinds();
    const { out } = await here.cli("list");
    expect(out).toMatch(
      /ID +STATUS +DONE +TO +FILE[\s\S]+RECORDING[\s\S]+audio-1[\s\S]+TEMPLATE[\s\S]+job-2[\s\S]+job-1/,
    );
    const { data } = await here.json("list");
    expect(data.projects).toHaveLength(2);
    expect(data.recordings).toMatchObject([{ id: "audio-1", subject: "/talks/talk.mp3" }]);
    expect(data.jobs).toMatchObject([{ id: "job-2" }, { id: "job-1" }]);
  });

  test("alone with --kind", async () => {
    const { here } = await threeKinds();
    const { out } = await here.cli("list", "--kind", "generation");
    expect(out).toMatch(/job-1/);
    expect(out).not.toMatch(/audio-1|a\.srt/);
    expect(await here.cli("list", "--kind", "audio")).toMatchObject({
      code: 2,
      err: expect.stringContaining("translation, transcription, generation"),
    });
  });

  test.each([
    [["--name", "talk.*"], { projects: 1, recordings: 1, jobs: 0 }],
    [["--name", "crochet-*"], { projects: 0, recordings: 0, jobs: 2 }],
    [["--folder", "/talks"], { projects: 1, recordings: 1, jobs: 0 }],
    [["--lane", "generation"], { projects: 0, recordings: 0, jobs: 2 }],
    [["--to", "es"], { projects: 1, recordings: 0, jobs: 0 }],
    [["--status", "failed"], { projects: 0, recordings: 0, jobs: 0 }],
    [["--limit", "1"], { projects: 1, recordings: 1, jobs: 1 }],
  ])("with %j: %j", async (flags, wanted) => {
    const { data } = await (await threeKinds()).here.json("list", ...flags);
    const { projects, recordings, jobs } = data;
    expect({ projects: projects.length, recordings: recordings.length, jobs: jobs.length }).toEqual(wanted);
  });

  test("--to with another kind is refused", async () => {
    const { here } = await threeKinds();
    expect((await here.cli("list", "--kind", "generation", "--to", "es")).code).toBe(2);
  });
});

describe("one is shown", () => {
  test("a recording with its stage, its transcript and what is made of it", async () => {
    const { here, store } = await threeKinds();
    expect((await here.json("show", "talk.mp3")).data).toMatchObject({ id: "audio-1", stage: "waiting" });
    await hear(store);
    const { data } = await here.json("show", "audio-1");
    expect(data).toMatchObject({ stage: "translating", transcription: "line 1\nline 2", duration: 60_000 });
    expect(data.made).toMatchObject([{ kind: "translation", id: "trans_waiting_1", status: "pending" }]);
    const { out } = await here.cli("show", "audio-1");
    expect(out).toMatch(/audio-1 {2}talk\.mp3[\s\S]+made of its transcript\n.*trans_waiting_1[\s\S]+line 1/);
  });

  test("its name with a language shows the translation", async () => {
    const { here } = await threeKinds();
    expect((await here.json("show", "talk.mp3", "--to", "es")).data).toMatchObject({ targetLang: "es" });
  });

  test("a document with its template and parameters", async () => {
    const { here } = await threeKinds();
    const { out } = await here.cli("show", "job-1");
    expect(out).toMatch(/job-1 {2}crochet-hat\n.*crochet\n.*"type":"hat"/);
  });

  test.each([["audio-9"], ["job-9"], ["audio-0"]])("%s, which is not there, is refused", async (id) => {
    const { here } = await threeKinds();
    expect((await here.cli("show", id)).code).toBe(2);
    expect((await here.cli("cancel", id)).code).toBe(2);
  });

  test.each([["versions"], ["review"]])("%s is for translations, and says so", async (command) => {
    const { here } = await threeKinds();
    const { code, err } = await here.cli(command, "audio-1");
    expect(code).toBe(2);
    expect(err).toContain("audio-1 is a recording");
  });
});

describe("each kind is changed", () => {
  test("a recording with what waits for its transcript: cancelled, forgotten", async () => {
    const { here, id, waiting, statusOf } = await threeKinds();
    const { out } = await here.cli("cancel", "talk.mp3");
    expect(out).toContain(`${id} and 1 that waits for its transcript: pending → cancelled`);
    expect(await statusOf(waiting)).toBe("cancelled");
    expect(await statusOf("job-1")).toBe("pending");
    expect((await here.cli("forget", id)).out).toContain(
      "audio-1 and 1 that waits for its transcript: cancelled → deleted",
    );
    const { data } = await here.json("audit");
    expect(data.changes.slice(0, 2)).toMatchObject([
      { action: "forget", kind: "transcription", id: "audio-1" },
      { action: "cancel", kind: "transcription", id: "audio-1" },
    ]);
  });

  test("failed work of a kind is tried again, with what waits for it", async () => {
    const { here, id, waiting, statusOf } = await threeKinds();
    await here.cli("sql", "update audio_records set status = 'failed'", "--write");
    await here.cli("sql", "update jobs set status = 'failed'", "--write");
    expect(await statusOf(waiting)).toBe("failed");
    expect((await here.cli("retry-failed", "--kind", "transcription", "--all")).out).toContain(
      `${id} and 1 that waits for its transcript: failed → pending`,
    );
    expect([await statusOf(waiting), await statusOf("job-1")]).toEqual(["pending", "failed"]);
    await here.cli("retry-failed", "job-1");
    expect([await statusOf("job-1"), await statusOf("job-2")]).toEqual(["pending", "failed"]);
  });

  test("--dry-run names each, and counts each kind", async () => {
    const { here } = await threeKinds();
    const { out } = await here.cli("cancel", "--all", "--dry-run");
    expect(out).toContain("would cancel 2 projects, 1 recording, 2 documents");
    const { data } = await here.json("cancel", "--kind", "generation", "--all", "--dry-run");
    expect(data).toMatchObject({ projects: [], jobs: [{ id: "job-2" }, { id: "job-1" }] });
  });

  test("a pattern means all kinds, a name the recording", async () => {
    const { here } = await threeKinds();
    const found = async (text: string) => {
      const { data } = await here.json("cancel", text, "--dry-run");
      return [data.projects.length, data.recordings?.length ?? 0];
    };
    expect(await found("talk.*")).toEqual([1, 1]);
    expect(await found("talk.mp3")).toEqual([0, 1]);
  });

  test("documents by the name of their template", async () => {
    const { here, statusOf } = await threeKinds();
    await here.cli("cancel", "crochet", "--kind", "generation");
    expect([await statusOf("job-1"), await statusOf("job-2")]).toEqual(["cancelled", "cancelled"]);
    expect((await here.cli("forget", "nothing", "--kind", "generation")).code).toBe(2);
  });

  test("a completed document is not forgotten, and that is said in its own words", async () => {
    const { here } = await threeKinds();
    await here.cli("sql", "update jobs set status = 'completed' where id = 1", "--write");
    const { code, err } = await here.cli("forget", "job-1");
    expect([code, err]).toEqual([2, expect.stringContaining("only failed or cancelled documents")]);
  });
});
