import { describe, expect, test } from "vitest";
import { MINUTE } from "../../src/core/time.js";
import type { Store } from "../../src/store/store.js";
import {
  AUDIO,
  addRecording,
  hashOf,
  hear,
  newJob,
  newRecording,
  TEMPLATE,
  takeJob,
  takeRecording,
} from "./pieces-support.js";
import { givingBack, NORMAL, newProject, request, START, take, wish } from "./support.js";

const WAITS = "waits for its transcript";

export function recordingsContract(open: () => Store) {
  test("ids count up and are shown behind a word", async () => {
    const store = open();
    const first = await addRecording(store);
    const second = await addRecording(store, { recording: { path: "/talks/other.mp3" } });
    expect([first.id, second.id]).toEqual(["audio-1", "audio-2"]);
    expect(await store.recording("audio-2")).toMatchObject({
      number: 2,
      path: "/talks/other.mp3",
      status: "pending",
    });
    await expect(store.recording("audio-9")).rejects.toThrow("there is no audio-9");
  });

  test("the same bytes at the same path are the same recording, unless asked for again", async () => {
    const store = open();
    await addRecording(store);
    expect(await addRecording(store)).toMatchObject({ id: "audio-1", created: false });
    expect(await addRecording(store, { again: true })).toMatchObject({ id: "audio-2", created: true });
    expect(await addRecording(store, { recording: { hash: hashOf("changed") } })).toMatchObject({
      created: true,
    });
    expect(await addRecording(store, { recording: { sourceLang: "fr" } })).toMatchObject({ created: true });
  });

  test("a part without a row is still to be done; a saved part sets the attempts back", async () => {
    const store = open();
    await addRecording(store);
    const claim = await takeRecording(store);
    await store.planRecording(claim, { duration: 90_000, parts: 3, plan: '["a"]', now: START });
    expect(await store.savePart(claim, { number: 1, heard: '{"x":1}', request: request(), now: START })).toBe(
      true,
    );
    await store.giveBack(claim, givingBack());
    const again = await takeRecording(store, START + MINUTE);
    expect(again).toMatchObject({
      plan: '["a"]',
      duration: 90_000,
      unitsCount: 3,
      unitsDone: 1,
      attempts: 1,
    });
    expect(await store.partsOf(again.number)).toEqual([{ number: 1, heard: '{"x":1}' }]);
    expect(await store.recording("audio-1")).toMatchObject({ cost: 0.5 });
  });

  test("a part of a worker that lost its claim is not saved, and its cost is kept", async () => {
    const store = open();
    await addRecording(store);
    const claim = await takeRecording(store);
    await store.cancel("transcription", ["audio-1"], START);
    expect(await store.savePart(claim, { number: 0, heard: "{}", request: request(), now: START })).toBe(
      false,
    );
    expect(await store.partsOf(1)).toEqual([]);
    expect(await store.recording("audio-1")).toMatchObject({ cost: 0.5, status: "cancelled" });
  });

  test("a recording does not complete while a part lacks", async () => {
    const store = open();
    await addRecording(store);
    const claim = await takeRecording(store);
    await store.planRecording(claim, { duration: 1, parts: 2, plan: "[]", now: START });
    await store.savePart(claim, { number: 0, heard: "{}", request: request(), now: START });
    const finished = {
      document: {
        name: "a.srt",
        format: "srt",
        encoding: { name: "utf-8", bom: false },
        bytes: Buffer.from("a"),
        segments: [],
      },
      ...{ transcription: "", heardLang: null, marks: [], now: START },
    };
    expect(await store.finishRecording(claim, finished)).toBe("open");
  });

  describe("what is made of a transcript", () => {
    const chain = (store: Store) =>
      addRecording(store, {
        projects: [newProject({ targetLang: "fr", sourceLang: null }), newProject({ targetLang: "es" })],
        job: { template: TEMPLATE, job: newJob(), lane: { name: "generation", places: 9, workers: 1 } },
      });

    test("is a row from the start, which waits and can't be claimed, even by name", async () => {
      const store = open();
      const { projects, job } = await chain(store);
      const ids = projects.map(({ id }) => id);
      expect(job).toBe("job-1");
      expect(await store.showProject(ids[0]!)).toMatchObject({
        status: "pending",
        waitReason: WAITS,
        segmentsCount: 0,
      });
      expect(await store.claim("translation", wish({ ids }))).toBeUndefined();
      expect(await takeJob(store)).toBeUndefined();
      expect(await store.kindsDue(START)).toEqual(["transcription"]);
      expect(await store.madeOf("audio-1")).toEqual({ projects: ids, jobs: ["job-1"] });
    });

    test("can be claimed when it is there, with its lines and its language", async () => {
      const store = open();
      const { projects } = await chain(store);
      expect(await hear(store)).toMatchObject({ status: "completed", unitsDone: 1 });
      const claimed = await take(store, { ids: [projects[0]!.id] });
      expect(claimed).toMatchObject({ unitsCount: 2, sourceLang: "en", sourceKnown: "text" });
      expect((await store.lines(claimed)).map(({ text }) => text)).toEqual(["line 1", "line 2"]);
      expect(await takeJob(store)).toMatchObject({ audioId: 1 });
      expect(await store.transcription(1)).toBe("line 1\nline 2");
    });

    test.each(["failed", "cancelled"] as const)("is %s with its recording", async (status) => {
      const store = open();
      const { projects } = await chain(store);
      const claim = await takeRecording(store);
      if (status === "failed") await store.giveBack(claim, givingBack({ attemptLimit: 1 }));
      else await store.cancel("transcription", ["audio-1"], START);
      for (const { id } of projects) expect(await store.showProject(id)).toMatchObject({ status });
      expect(await store.job("job-1")).toMatchObject({ status });
    });

    test("is pending again when its recording is tried again", async () => {
      const store = open();
      const { projects } = await chain(store);
      await store.giveBack(await takeRecording(store), givingBack({ attemptLimit: 1 }));
      await store.retryFailed("transcription", ["audio-1"], START);
      expect(await store.showProject(projects[0]!.id)).toMatchObject({
        status: "pending",
        waitReason: WAITS,
      });
      expect(await store.job("job-1")).toMatchObject({ status: "pending", waitReason: WAITS, error: null });
      await hear(store);
      expect(await take(store, { ids: [projects[0]!.id] })).toMatchObject({ unitsCount: 2 });
    });

    test("takes its failed recording along when it is tried again itself", async () => {
      const store = open();
      const { projects } = await chain(store);
      await store.giveBack(await takeRecording(store), givingBack({ attemptLimit: 1 }));
      expect(await store.retryFailed("translation", [projects[0]!.id], START)).toEqual([
        { id: projects[0]!.id, from: "failed", to: "pending" },
        { id: "audio-1", from: "failed", to: "pending" },
      ]);
      expect(await store.showProject(projects[0]!.id)).toMatchObject({
        status: "pending",
        waitReason: WAITS,
      });
      await hear(store);
      expect(await take(store, { ids: [projects[0]!.id] })).toMatchObject({ unitsCount: 2 });
    });

    test("is added to a transcript that is there already", async () => {
      const store = open();
      await addRecording(store);
      await hear(store);
      const { created, projects } = await addRecording(store, { projects: [newProject()] });
      expect(created).toBe(false);
      expect(await take(store, { ids: [projects[0]!.id] })).toMatchObject({ unitsCount: 2 });
    });
  });

  test("nothing is added where one of the lanes has not enough places", async () => {
    const store = open();
    const adding = {
      recording: newRecording(),
      ...{ lane: AUDIO, projectLane: { ...NORMAL, places: 1 }, again: false, now: START },
      projects: [newProject({ targetLang: "fr" }), newProject({ targetLang: "es" })],
    };
    expect(await store.addRecording(adding)).toMatchObject({ full: { name: "normal" }, waiting: 0 });
    expect(await store.selectPieces("transcription", {})).toEqual([]);
  });

  test("erasing a recording erases all that came of it", async () => {
    const store = open();
    const { projects } = await addRecording(store, {
      recording: { uploaded: true },
      projects: [newProject()],
      job: { template: TEMPLATE, job: newJob(), lane: { name: "generation", places: 9, workers: 1 } },
    });
    await hear(store);
    expect(await store.eraseRecording("audio-1")).toEqual({ uploaded: "/talks/talk.mp3" });
    await expect(store.recording("audio-1")).rejects.toThrow();
    await expect(store.showProject(projects[0]!.id)).rejects.toThrow();
    await expect(store.job("job-1")).rejects.toThrow();
  });
}
