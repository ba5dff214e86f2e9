import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { DAY, HOUR, MINUTE } from "../src/core/time.js";
import { addJobs, addRecording, newJob, takeJob, takeRecording } from "./store/pieces-support.js";
import { documentServer } from "./support/document-server.js";
import { addTo } from "./support/projects.js";
import { world } from "./support/world.js";

/** A translation, a recording and two documents. */
async function threeKinds(recording = {}) {
  const here = world();
  await addTo(here, "a.srt", 1);
  const store = await here.context().store();
  await addRecording(store, { recording });
  await addJobs(store, [newJob({ name: "crochet-hat" }), newJob({ name: "crochet-scarf" })]);
  const sql = (text: string) => here.cli("sql", text, "--write");
  return { here, store, sql };
}

describe("work that hangs", () => {
  test("is taken back, of one kind or of all, and noted under its kind", async () => {
    const { here, store } = await threeKinds();
    await takeRecording(store);
    await takeJob(store);
    here.clock.time += 2 * HOUR;
    const recordings = await here.json("release-stuck", "--kind", "transcription");
    expect(recordings.data.changed).toEqual([
      { kind: "transcription", id: "audio-1", from: "processing", to: "pending" },
    ]);
    const { out } = await here.cli("release-stuck");
    expect(out).toBe("job-1: processing → pending\n");
    const { data } = await here.json("audit");
    expect(data.changes[0]).toMatchObject({ action: "release-stuck", kind: "generation", id: "job-1" });
    expect((await here.json("errors", "--kind", "generation")).data.errors).toMatchObject([
      { code: "worker_died", projectId: "job-1" },
    ]);
    expect((await here.json("errors", "--project", "audio-1")).data.errors).toHaveLength(1);
  });
});

describe("clean-up", () => {
  test("takes documents sooner than the rest, each kind counted", async () => {
    const { here, sql } = await threeKinds();
    await sql("update jobs set status = 'cancelled', completed_at = datetime('2026-01-06')");
    await sql("update audio_records set status = 'cancelled', completed_at = datetime('2026-01-06')");
    here.clock.time += 8 * DAY;
    const argv = ["cleanup", "--status", "cancelled"];
    expect((await here.cli(...argv, "--dry-run")).out).toMatch(/and 2 documents older than 7d/);
    expect((await here.json(...argv)).data).toMatchObject({ jobs: 2, recordings: 0 });
    here.clock.time += 30 * DAY;
    expect((await here.cli(...argv, "--kind", "transcription")).out).toBe(
      "deleted 1 recording older than 30d\n",
    );
  });

  test.each([["cleanup"], ["tick"]])("%s deletes the copy of an uploaded recording", async (command) => {
    const { here, store, sql } = await threeKinds();
    const upload = join(here.home, "uploads", "talk.mp3");
    mkdirSync(join(here.home, "uploads"));
    writeFileSync(upload, "sound");
    await addRecording(store, { recording: { path: upload, uploaded: true, hash: "b".repeat(64) } });
    await sql(
      "update audio_records set status = 'completed', completed_at = datetime('2026-01-06'), exported_path = '/x' where id = 2",
    );
    await here.cli("cancel", "--all", "--yes");
    here.clock.time += 31 * DAY;
    await here.cli(command);
    expect(existsSync(upload)).toBe(false);
    expect((await here.json("list")).data.recordings).toMatchObject([{ id: "audio-1" }]);
  });

  test("a recording outside of the uploads is never deleted", async () => {
    const path = join(world().home, "talk.mp3");
    writeFileSync(path, "sound");
    const { here, sql } = await threeKinds({ path, uploaded: true });
    await sql("update audio_records set status = 'cancelled', completed_at = datetime('2026-01-06')");
    here.clock.time += 31 * DAY;
    const { data } = await here.json("cleanup", "--status", "cancelled");
    expect([data.recordings, existsSync(path)]).toEqual([1, true]);
  });
});

describe("figures", () => {
  test("of each kind, and of all together", async () => {
    const { here, store, sql } = await threeKinds();
    await takeRecording(store);
    await sql(
      "update jobs set status = 'failed', completed_at = datetime('2026-01-06 14:30:00') where id = 1",
    );
    const { data } = await here.json("stats");
    expect(data).toMatchObject({
      counts: { pending: 1, failed: 0 },
      kinds: {
        translation: { pending: 1 },
        transcription: { processing: 1 },
        generation: { pending: 1, failed: 1, failedLately: 1 },
      },
      active_tasks: { total_active: 1, types_breakdown: { translation: 0, transcription: 1, generation: 0 } },
      ...{ tasks_processed: 1, tasks_failed: 1, translations_completed: 0 },
    });
    const { out } = await here.cli("stats");
    expect(out).toMatch(
      /KIND +PENDING +PROCESSING.*\n +projects +1 .*\n +recordings +0 +1.*\n +documents +1/,
    );
    const metrics = (await here.cli("stats", "--prometheus")).out;
    expect(metrics).toContain('transcron_work{kind="generation",status="failed"} 1\n');
    expect(metrics).toContain('transcron_active_tasks{type="transcription"} 1\n');
  });

  test("of one kind with --kind, with its lanes alone", async () => {
    const { here } = await threeKinds();
    const { data } = await here.json("stats", "--kind", "generation");
    expect(data.kinds).toMatchObject({ generation: { pending: 2 } });
    expect(data.lanes).toMatchObject([{ name: "generation", pending: 2 }]);
    expect((await here.cli("stats", "--kind", "generation")).out).toMatch(/^documents\n {2}2 pending/);
  });
});

describe("doctor tells of all kinds", () => {
  const queueSays = async (here: ReturnType<typeof world>) => {
    const { data } = await here.json("doctor");
    const found = data.findings.filter(({ check }: { check: string }) => check === "queue");
    return found.map(({ says }: { says: string }) => says).join("\n");
  };

  test("what waits, what failed, and what is with workers that are gone", async () => {
    const { here, store, sql } = await threeKinds();
    expect(await queueSays(here)).toBe("4 pending, 0 in work");
    await takeRecording(store);
    await sql("update jobs set status = 'failed'");
    here.clock.time += 40 * MINUTE;
    expect(await queueSays(here)).toBe("with workers that are gone: 1 recording\nfailed: 2 documents");
  });

  test("a translation that waits in the lane of recordings", async () => {
    const { here, sql } = await threeKinds();
    await sql("update translation_projects set lane = 'audio'");
    expect(await queueSays(here)).toBe("1 project in the lane audio, which is for other work");
  });
});

describe("batch", () => {
  test("without ids leaves other kinds alone; with --kind it works on what is due of that", async () => {
    const server = await documentServer(() => JSON.stringify({ title: "A warm hat for the winter" }));
    const here = world(server.env);
    await here.context().store();
    const properties = { title: { type: "string" } };
    const output = { type: "object", properties, required: ["title"], additionalProperties: false };
    const parameters = { type: "object", properties: { type: { type: "string" } } };
    here.file("../home/templates/plan/template.json", JSON.stringify({ parameters, output }));
    here.file("../home/templates/plan/system.txt", "You write plans.");
    here.file("../home/templates/plan/user.txt", "Write a plan.");
    expect(await here.cli("generate", "plan", "--set", "type=hat")).toMatchObject({ err: "", code: 0 });
    const kindsOf = async (...argv: string[]) =>
      (await here.json("batch", ...argv)).data.projects.map(({ kind }: { kind: string }) => kind);
    expect(await kindsOf()).toEqual([]);
    expect(await kindsOf("--kind", "transcription")).toEqual([]);
    expect(await kindsOf("--kind", "generation")).toEqual(["generation"]);
  });

  test("a document that was cancelled is left out with a word, and a failed one is refused", async () => {
    const { here, sql } = await threeKinds();
    await here.cli("cancel", "job-2");
    const { code, err } = await here.cli("batch", "job-2");
    expect([code, err]).toEqual([0, expect.stringContaining("left out: job-2 (crochet-scarf) is cancelled")]);
    await sql("update jobs set status = 'failed' where id = 1");
    expect((await here.cli("batch", "job-1")).code).toBe(2);
  });
});
