import { expect, test } from "vitest";
import { MINUTE } from "../../src/core/time.js";
import type { Store } from "../../src/store/store.js";
import { addAndTake, batch, request, START } from "./support.js";

const NOTHING_SAID = { input: null, cached: null, output: null };

const figures = (store: Store) => store.stats({ since: 0, liveSince: START });

export function requestsContract(open: () => Store) {
  test("a request that saved nothing is billed, and renews the lease", async () => {
    const store = open();
    const project = await addAndTake(store);
    expect(await store.logRequest(project, request({ outcome: "timeout" }), START + MINUTE)).toBe(true);
    expect(await store.showProject(project.id)).toMatchObject({
      ...{ cost: 0.5, tokens: { input: 100, cached: 10, output: 20 }, provider: "openai", model: "m" },
      reservedAt: START + MINUTE,
    });
    expect(await figures(store)).toMatchObject({ requests: 1, badRequests: 1, cost: 0.5 });
  });

  test("a request of a lost claim is billed all the same", async () => {
    const store = open();
    const project = await addAndTake(store);
    await store.cancel("translation", [project.id], START);
    expect(await store.logRequest(project, request(), START)).toBe(false);
    expect(await store.showProject(project.id)).toMatchObject({ cost: 0.5, status: "cancelled" });
    expect(await figures(store)).toMatchObject({ requests: 1 });
  });

  test("tokens and cost are summed, and an unknown cost is not zero", async () => {
    const store = open();
    const project = await addAndTake(store);
    const costs = [];
    for (const cost of [null, 0.5, null, 0.25]) {
      await store.logRequest(project, request({ cost }), START);
      costs.push((await store.showProject(project.id)).cost);
    }
    expect(costs).toEqual([null, 0.5, 0.5, 0.75]);
    const { tokens } = await store.showProject(project.id);
    expect(tokens).toEqual({ input: 400, cached: 40, output: 80 });
  });

  test("a request of which no tokens are known adds none", async () => {
    const store = open();
    const project = await addAndTake(store);
    await store.logRequest(project, request({ tokens: NOTHING_SAID, cost: null }), START);
    expect((await store.showProject(project.id)).tokens).toEqual({ input: 0, cached: 0, output: 0 });
  });

  test("an answer that comes when the claim is lost is late, not bad", async () => {
    const store = open();
    const project = await addAndTake(store);
    await store.cancel("translation", [project.id], START);
    await store.saveBatch(project, batch([0], { request: request({ outcome: "cut_off" }) }));
    expect(await figures(store)).toMatchObject({ requests: 1, badRequests: 0, cost: 0.5 });
  });

  test("a request outlives its project", async () => {
    const store = open();
    const project = await addAndTake(store);
    await store.logRequest(project, request(), START);
    await store.cancel("translation", [project.id], START);
    await store.forget("translation", [project.id]);
    expect(await figures(store)).toMatchObject({ requests: 1, cost: 0.5 });
  });
}
