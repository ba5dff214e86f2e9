import { expect, test } from "vitest";
import { SECOND } from "../../src/core/time.js";
import type { Store } from "../../src/store/store.js";
import { addAndTake, addProject, batch, finishing, refused, START, take } from "./support.js";

const problem = (id: string | null, second = 0) => ({
  work: id === null ? null : ({ kind: "translation", id } as const),
  code: "timeout",
  message: "no answer",
  now: START + second * SECOND,
});

export function problemsContract(open: () => Store) {
  test("a problem is told with the project it befell, or with none", async () => {
    const store = open();
    const { id } = await addProject(store);
    await store.noteProblem(problem(id));
    await store.noteProblem(problem(null));
    const told = { code: "timeout", message: "no answer", segments: [], at: START, answer: null };
    expect(await store.listProblems({ since: START, limit: 10 })).toMatchObject([
      { ...told, projectId: null, name: null },
      { ...told, projectId: id, name: "talk.srt" },
    ]);
    expect((await store.showProject(id)).errors).toEqual([told]);
  });

  test("a line that was given up is a problem, numbered as people count", async () => {
    const store = open();
    await store.saveBatch(await addAndTake(store), batch([], { failed: [refused(0), refused(2)] }));
    const problems = await store.listProblems({ since: START, limit: 10 });
    expect(problems.map(({ code, segments }) => [code, segments])).toEqual([
      ["refused", [3]],
      ["refused", [1]],
    ]);
  });

  test("a line that was given up comes with the last answer to it, until it is translated", async () => {
    const store = open();
    const project = await addAndTake(store);
    const answer = { text: "line 2", marks: ["untranslated" as const] };
    const failed = [refused(0), { ...refused(1), answer }];
    await store.saveBatch(project, batch([2], { failed }));
    const answers = async () => [
      (await store.listProblems({ since: START, limit: 10 })).map((problem) => problem.answer),
      (await store.showProject(project.id)).errors.map((problem) => problem.answer),
    ];
    expect(await answers()).toEqual(Array(2).fill(["line 2", null]));
    await store.finishProject(project, finishing({ error: "two lines" }));
    await store.retryFailed("translation", [project.id], START);
    expect(await answers()).toEqual(Array(2).fill(["line 2", null]));
    await store.saveBatch(await take(store), batch([0, 1]));
    expect(await answers()).toEqual(Array(2).fill([null, null]));
  });

  test("the newest come first, as many as asked for, and none from before", async () => {
    const store = open();
    for (const second of [0, 1, 2]) await store.noteProblem(problem(null, second));
    const times = async (since: number, limit: number) =>
      (await store.listProblems({ since, limit })).map(({ at }) => (at - START) / SECOND);
    expect(await times(START, 2)).toEqual([2, 1]);
    expect(await times(START + SECOND, 10)).toEqual([2, 1]);
  });
}
