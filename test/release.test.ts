import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { MINUTE } from "../src/core/time.js";
import Database from "../src/store/sqlite/driver.js";
import { scopeKey } from "../src/store/sqlite/hash.js";
import { NEWEST } from "../src/store/sqlite/open.js";
import { buildRelease010 } from "./store/fixture-0.1.0.js";
import { openaiServer } from "./support/openai-server.js";
import { world } from "./support/world.js";

/** What 0.1.0 remembered is known for OpenAI's own server, which no test asks: the one on loopback takes its place. */
function standInForOpenAi(file: string, url: string) {
  const scope = { endpoint: `openai ${url}`, model: "m", version: "1", from: "en", to: "fr" };
  const db = new Database(file);
  db.prepare("update memory set scope = ?").run(scopeKey(scope));
  db.close();
}

test("a database of 0.1.0 is worked to its end, and nothing is asked for that its memory knows", async () => {
  const server = await openaiServer();
  const here = world({ ...server.env, TRANSCRON_MODEL: "m" });
  const folder = dirname(here.file("talks/x", ""));
  mkdirSync(here.home, { recursive: true });
  const file = join(here.home, "transcron.db");
  const { ids, lines, remembered } = buildRelease010(file, { now: here.clock.time, folder });
  standInForOpenAi(file, server.url);

  // The lease of the worker that died has run out; the failed project is tried again by hand, as its owner does.
  here.clock.time += 15 * MINUTE;
  expect((await here.cli("retry-failed", ids.failed)).code).toBe(0);
  expect((await here.cli("tick")).code).toBe(0);

  const { data } = await here.json("list");
  expect(data.counts).toMatchObject({ pending: 0, processing: 0, failed: 0 });
  const asked = server.asked().flat();
  for (const source of Object.keys(remembered)) expect(asked).not.toContain(source);
  const done = [...lines.completed, ...lines.old];
  for (const source of done) expect(asked).not.toContain(source);
  expect(new Set(asked).size).toBe(asked.length);
  // What was translated before the migration is still there, and exported with the rest.
  for (const id of [ids.pending, ids.processing, ids.failed]) {
    const out = join(folder, `${id}.srt`);
    expect((await here.cli("export", id, "-o", out)).code).toBe(0);
    expect(existsSync(out)).toBe(true);
    expect(readFileSync(out, "utf8").match(/-->/g)).toHaveLength(
      (await here.json("show", id)).data.segmentsCount,
    );
  }
  const processing = (await here.json("show", ids.processing, "--segments")).data.segments;
  expect(processing[0]).toMatchObject({ translation: "Le train part à six heures." });
  const schema = new Database(file, { readonly: true });
  expect(schema.pragma("user_version", { simple: true })).toBe(NEWEST);
  schema.close();
});
