import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { scratch, srtOf } from "./support/world.js";

const PROVE = fileURLToPath(new URL("../scripts/prove.mjs", import.meta.url));

function prove(files: Record<string, string>) {
  const folder = scratch();
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const { status, stdout } = spawnSync(process.execPath, [PROVE, folder], { encoding: "utf8" });
  return { code: status, out: stdout };
}

test("prove counts a file without text and goes on", { timeout: 180_000 }, () => {
  const { code, out } = prove({ "a.json": '{"version": 1}', "talk.srt": srtOf(21) });
  expect(out).toContain("skipped  a.json: no text found in this JSON");
  expect(out).toContain("1 of 2 files proved, 1 without lines skipped");
  expect([code, out]).toEqual([0, expect.not.stringContaining("FAILED")]);
});

test("prove with nothing to prove fails", { timeout: 60_000 }, () => {
  expect(prove({ "a.json": '{"version": 1}' }).code).toBe(1);
});
