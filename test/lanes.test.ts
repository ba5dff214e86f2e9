import { describe, expect, test } from "vitest";
import { lanesCut } from "../src/config/lanes.js";
import { addTo } from "./support/projects.js";
import { world } from "./support/world.js";

describe("the lanes normal and any", () => {
  const lanesOf = async (env: NodeJS.ProcessEnv) =>
    (await world(env).json("stats")).data.lanes.map(
      ({ name, places, workers }: Record<string, unknown>) => `${name}:${places}:${workers}`,
    );

  test("have places and workers of their own by the owner's settings", async () => {
    expect(await lanesOf({ NORMAL_POOL_SIZE: "7", NORMAL_WORKERS: "4", ANY_WORKERS: "1" })).toEqual([
      "normal:7:4",
      "any:10000:1",
      "audio:1000:1",
      "generation:1000:2",
    ]);
    expect(await lanesOf({ ANY_POOL_SIZE: "9" })).toEqual([
      "normal:10000:3",
      "any:9:2",
      "audio:1000:1",
      "generation:1000:2",
    ]);
  });

  test("are not set twice: LANES and one of these together are a mistake that names both", async () => {
    const { code, err } = await world({ LANES: "normal:5:1", ANY_WORKERS: "2" }).cli("stats");
    expect(code).toBe(2);
    expect(err).toContain('LANES is "normal:5:1" (environment) and ANY_WORKERS is "2" (environment)');
  });

  test("a number that can't be read is refused by name", async () => {
    const { code, err } = await world({ NORMAL_WORKERS: "three" }).cli("stats");
    expect([code, err]).toEqual([2, expect.stringContaining('NORMAL_WORKERS is "three" (environment)')]);
  });
});

describe("projects in work at once", () => {
  /** The most that a tick had in work at once, of ten. */
  async function mostAtOnce(env: NodeJS.ProcessEnv) {
    const here = world(env);
    for (let at = 0; at < 10; at++) await addTo(here, `${at}.srt`, 2, ...(at % 2 ? ["--lane", "any"] : []));
    const { err } = await here.cli("tick");
    let most = 0;
    let now = 0;
    for (const line of err.split("\n")) {
      if (/ → fr$/.test(line)) most = Math.max(most, ++now);
      if (/completed: /.test(line)) now--;
    }
    return most;
  }

  test("are as many as the lanes have workers", async () => {
    expect(await mostAtOnce({})).toBe(5);
    expect(await mostAtOnce({ NORMAL_WORKERS: "1", ANY_WORKERS: "1" })).toBe(2);
  });

  test("are no more than the cap, if one is set", async () => {
    expect(await mostAtOnce({ MAX_CONCURRENT_WORKERS: "2" })).toBe(2);
  });

  test("a cap cuts the lanes evenly", () => {
    const lanes = [
      { name: "normal", places: 1, workers: 3 },
      { name: "any", places: 1, workers: 1 },
    ];
    expect(lanesCut(lanes, 4)).toEqual([]);
    expect(lanesCut(lanes, 3)).toEqual([{ name: "normal", gets: 2, workers: 3 }]);
  });

  test("doctor names the lanes that the cap cuts", async () => {
    const { out } = await world({ MAX_CONCURRENT_WORKERS: "3" }).cli("doctor");
    expect(out).toContain(
      "MAX_CONCURRENT_WORKERS 3 cuts the workers of lanes: normal (2 of 3), any (1 of 2)",
    );
    expect((await world().cli("doctor")).out).not.toContain("cuts the workers");
  });
});
