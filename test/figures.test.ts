import { describe, expect, test } from "vitest";
import { percentile } from "../src/core/percentiles.js";
import { openaiServer } from "./support/openai-server.js";
import { addTo } from "./support/projects.js";
import { srtOf, world } from "./support/world.js";

describe("a percentile of buckets", () => {
  const buckets = [
    { upTo: 100, count: 50 },
    { upTo: 250, count: 45 },
    { upTo: 1000, count: 4 },
    { upTo: 9000, count: 1 },
  ];

  test.each([
    [50, 100],
    [51, 250],
    [95, 250],
    [99, 1000],
    [100, 9000],
  ])("%i of a hundred are at most the end of its bucket", (percent, value) => {
    expect(percentile(buckets, percent)).toBe(value);
  });

  test("there is none where nothing was measured", () => {
    expect(percentile([], 50)).toBeNull();
  });
});

describe("figures under the names of the owner's systems", () => {
  /** Two projects of which the second finds all but one of its lines in the memory; a third has no place. */
  async function worked() {
    const server = await openaiServer();
    const here = world({ ...server.env, TRANSCRON_MODEL: "m", LANES: "normal:2:3,any:10:2" });
    const add = async (name: string, lines: number) =>
      here.cli("add", here.file(name, srtOf(lines)), "--to", "fr");
    await add("a.srt", 4);
    await here.cli("tick");
    await add("b.srt", 5);
    const { err } = await here.cli("tick");
    await add("c.srt", 1);
    await add("d.srt", 2);
    expect((await add("e.srt", 3)).code).toBe(75);
    return { here, log: err };
  }

  const FIGURES = {
    ...{ normal_pool_size: 2, normal_workers_active: 0, any_pool_size: 10, any_workers_active: 0 },
    ...{ tasks_processed: 2, tasks_failed: 0, translations_completed: 2, pool_full_rejections: 1 },
    ...{ memory_usage_mb: 0, uptime_seconds: 0, avg_processing_time: 0 },
    ...{ request_latency_p50: 0, request_latency_p95: 0, request_latency_p99: 0 },
    ...{ cache_hits: 4, cache_misses: 5, cache_hit_rate: 44.44, lines_unproved: 0 },
  };

  test("are in the JSON of stats", async () => {
    const { here } = await worked();
    expect((await here.json("stats")).data).toMatchObject({
      ...FIGURES,
      active_tasks: {
        total_active: 0,
        counters: { pending: 2, completed: 2 },
        types_breakdown: { translation: 0 },
      },
    });
  });

  test("are in the OpenMetrics text", async () => {
    const { here } = await worked();
    const { out } = await here.cli("stats", "--prometheus");
    const lines = out.split("\n");
    for (const [name, value] of Object.entries(FIGURES))
      expect(lines).toContain(`transcron_${name} ${value}`);
    expect(lines).toContain('transcron_active_tasks{type="translation"} 0');
  });

  test("memory and uptime are those of live workers", async () => {
    const here = world();
    await addTo(here, "a.srt", 1);
    const store = await here.context().store();
    const greeting = { kind: "watch", memoryBytes: 50 * 1024 ** 2 };
    await store.greet({ ...greeting, worker: "elsewhere:1:1", now: here.clock.time });
    here.clock.time += 90_000;
    await store.greet({ ...greeting, worker: "elsewhere:2:2", now: here.clock.time });
    expect((await here.json("stats")).data).toMatchObject({ memory_usage_mb: 100, uptime_seconds: 90 });
  });

  test("the log says what a project finds in the memory", async () => {
    const { log } = await worked();
    expect(log).toContain("segments: 5, 4 from memory, 1 to do (1 batch");
  });

  test("the log says what is repeated within a project", async () => {
    const here = world();
    await here.cli(
      "add",
      here.file(
        "a.srt",
        srtOf(4, (line) => `Line ${line % 3}.`),
      ),
      "--to",
      "fr",
    );
    expect((await here.cli("tick")).err).toContain("segments: 4, 1 repeated, 3 to do (1 batch");
  });
});
