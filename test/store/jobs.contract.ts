import { expect, test } from "vitest";
import { DAY, MINUTE } from "../../src/core/time.js";
import type { Store } from "../../src/store/store.js";
import {
  addJobs,
  addRecording,
  DOCUMENTS,
  document,
  newJob,
  TEMPLATE,
  takeJob,
  takeRecording,
} from "./pieces-support.js";
import { addAndTake, cleaning, givingBack, request, rescuing, START } from "./support.js";

export function jobsContract(open: () => Store) {
  test("the same job is not added twice, not within one call either", async () => {
    const store = open();
    const [one, other] = [newJob(), newJob()];
    expect((await addJobs(store, [one, other, one])).map(({ id, created }) => [id, created])).toEqual([
      ["job-1", true],
      ["job-2", true],
      ["job-1", false],
    ]);
    expect(await addJobs(store, [other])).toMatchObject([{ id: "job-2", created: false, status: "pending" }]);
  });

  test("a job that ended is made again where that is asked for", async () => {
    const store = open();
    const job = newJob();
    await addJobs(store, [job]);
    expect(await addJobs(store, [job], { again: true })).toMatchObject([{ id: "job-1", created: false }]);
    await store.finishJob(await takeJob(store), document());
    expect(await addJobs(store, [job])).toMatchObject([{ id: "job-1", status: "completed" }]);
    expect(await addJobs(store, [job], { again: true })).toMatchObject([{ id: "job-2", created: true }]);
  });

  test("a full lane takes none of several", async () => {
    const store = open();
    const lane = { ...DOCUMENTS, places: 1 };
    const jobs = [newJob(), newJob()];
    expect(await store.addJobs({ template: TEMPLATE, jobs, lane, again: false, now: START })).toEqual({
      full: { waiting: 0 },
    });
    expect(await store.selectPieces("generation", {})).toEqual([]);
  });

  test("a claim brings what is needed, and the template stays as it was", async () => {
    const store = open();
    await addJobs(store, [newJob()]);
    const claim = await takeJob(store);
    expect(claim).toMatchObject({
      kind: "generation",
      id: "job-1",
      number: 1,
      type: "crochet",
      endpointAt: 0,
    });
    expect(await store.templateBody(claim.templateHash)).toBe(TEMPLATE.body);
  });

  test("a reply that can't be used is kept with its reasons and its cost, also for the next turn", async () => {
    const store = open();
    await addJobs(store, [newJob()]);
    const claim = await takeJob(store);
    const refused = {
      endpointAt: 1,
      problems: ["/title is empty"],
      reply: "{}",
      request: request(),
      now: START,
    };
    expect(await store.refuseReply(claim, refused)).toBe(true);
    await store.giveBack(claim, givingBack({ counted: false }));
    expect(await takeJob(store, START + MINUTE)).toMatchObject({
      ...{ endpointAt: 1, problems: '["/title is empty"]', reply: "{}" },
    });
    expect(await store.job("job-1")).toMatchObject({
      cost: 0.5,
      tokens: { input: 100, cached: 10, output: 20 },
    });
  });

  test("a document is stored once, by whoever holds the claim", async () => {
    const store = open();
    await addJobs(store, [newJob()]);
    const late = await takeJob(store);
    await store.rescue(rescuing({ now: START + DAY, silentSince: () => START + 1 }));
    const now = START + DAY;
    const claim = await takeJob(store, now);
    expect(await store.finishJob(late, document({ result: '{"late":1}', now }))).toBeUndefined();
    expect(await store.finishJob(claim, document({ now }))).toMatchObject({
      status: "completed",
      unitsDone: 1,
    });
    expect(await store.job("job-1")).toMatchObject({ result: '{"title":"Hat"}', cost: 1 });
  });

  test("an exact copy of an earlier document of the same template is found", async () => {
    const store = open();
    await addJobs(store, [newJob(), newJob()]);
    await store.finishJob(await takeJob(store), document());
    const claim = await takeJob(store);
    expect(await store.copyOf(claim, document().resultHash)).toBe("job-1");
    expect(await store.copyOf(claim, document({ result: "{}" }).resultHash)).toBeUndefined();
  });

  test("no kind takes the place of another: each may have one in progress beyond the cap", async () => {
    const store = open();
    await addAndTake(store);
    await addRecording(store);
    await addJobs(store, [newJob()]);
    expect(await takeRecording(store)).toBeDefined();
    expect(await takeJob(store)).toBeDefined();
    const stats = await store.stats({ since: START, liveSince: START - DAY });
    expect(stats.inWork).toEqual({ translation: 1, transcription: 1, generation: 1 });
    expect(stats.kinds.generation).toMatchObject({ processing: 1 });
  });

  test("pieces are selected by what they are, those in progress first", async () => {
    const store = open();
    await addJobs(store, [newJob({ name: "hat" }), newJob({ name: "scarf" }), newJob({ name: "shawl" })]);
    await takeJob(store);
    const ids = async (filter: Parameters<Store["selectPieces"]>[1]) =>
      (await store.selectPieces("generation", filter)).map(({ id }) => id);
    expect(await ids({})).toEqual(["job-1", "job-3", "job-2"]);
    expect(await ids({ name: "s*" })).toEqual(["job-3", "job-2"]);
    expect(await ids({ name: "cro*", limit: 1 })).toEqual(["job-1"]);
    expect(await ids({ statuses: ["pending"] })).toEqual(["job-3", "job-2"]);
    expect(await ids({ ids: ["job-2"] })).toEqual(["job-2"]);
  });

  test("what went wrong names its job", async () => {
    const store = open();
    await addJobs(store, [newJob({ name: "hat" })]);
    await store.noteProblem({
      work: { kind: "generation", id: "job-1" },
      code: "x",
      message: "m",
      now: START,
    });
    const wanted = { since: 0, limit: 9, projectId: "job-1" };
    expect(await store.listProblems(wanted)).toMatchObject([{ projectId: "job-1", name: "hat", code: "x" }]);
  });

  test("clean-up takes documents at their own age, and of kinds that are named those alone", async () => {
    const store = open();
    await addJobs(store, [newJob()]);
    await store.finishJob(await takeJob(store), document());
    const now = START + 10 * DAY;
    const old = { before: now - 30 * DAY, documentsBefore: now - 7 * DAY, exportedOnly: true };
    expect(await store.cleanup(cleaning({ ...old, dryRun: true }))).toMatchObject({ jobs: 0 });
    const all = { ...old, exportedOnly: false };
    expect(await store.cleanup(cleaning({ ...all, kinds: ["transcription"] }))).toMatchObject({ jobs: 0 });
    expect(await store.cleanup(cleaning({ ...all, dryRun: true }))).toMatchObject({ jobs: 1 });
    expect(await store.cleanup(cleaning(all))).toMatchObject({ jobs: 1, projects: 0 });
    await expect(store.job("job-1")).rejects.toThrow("there is no job-1");
  });
}
