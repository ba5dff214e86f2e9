import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

/** Floors under what docs/document-checks.md publishes. It measures what was built, so it needs `npm run build`. */
const built = existsSync(fileURLToPath(new URL("../dist/core/document-rules/index.js", import.meta.url)));
if (!built) console.warn("skipped: the rates are measured on what was built; npm run build");

interface Rates {
  alarms: unknown[];
  caught: { rule: string; fault: string; planted: number; found: number }[];
}
const FLOORS: Record<string, number> = { placeholder: 0.8, "meta-talk": 0.8, "cut-off": 0.5 };

test.runIf(built)("good documents meet no alarm, and planted faults are found", async () => {
  const script = new URL("../scripts/rates/documents-judged.mjs", import.meta.url).href;
  const { alarms, caught }: Rates = await (await import(script)).documentRates({ heldOut: true });
  expect(alarms).toEqual([]);
  expect(caught.reduce((sum, { planted }) => sum + planted, 0)).toBeGreaterThanOrEqual(200);
  const low = caught.filter(({ rule, planted, found }) => found < planted * (FLOORS[rule] ?? 1));
  expect(low).toEqual([]);
});
