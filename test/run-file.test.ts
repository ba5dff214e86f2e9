import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { runFile } from "../src/system/run-file.js";
import { scratch } from "./support/world.js";

const env = { PATH: process.env.PATH };
const sh = (script: string, ...args: string[]) => ({ program: "sh", args: ["-c", script, "sh", ...args] });
const run = (what: Partial<Parameters<typeof runFile>[0]>) =>
  runFile({
    program: "true",
    args: [],
    env,
    signal: new AbortController().signal,
    mostOutput: 1000,
    ...what,
  });

test("arguments reach a program as they are: no shell reads them", async () => {
  const marker = join(scratch(), "made");
  const args = [`; touch ${marker}`, `$(touch ${marker})`, "-v", "two\nlines", "'\"", "%d", ""];
  const { code, output } = await run({ program: "printf", args: ["<%s>", ...args] });
  expect(output.toString()).toBe(args.map((arg) => `<${arg}>`).join(""));
  expect(code).toBe(0);
  expect(existsSync(marker)).toBe(false);
});

test("a program has the input, the environment and nothing else", async () => {
  const { output } = await run({ ...sh("cat; env"), env: { ONLY: "this", PATH: env.PATH }, input: "in\n" });
  expect(output.toString()).toMatch(/^in\n/);
  expect(output.toString()).toContain("ONLY=this");
  expect(output.toString()).not.toContain("HOME=");
});

test("code, output and complaint are told apart, and bytes stay bytes", async () => {
  const ran = await run(sh("printf '\\377out'; echo why >&2; exit 3"));
  expect(ran).toMatchObject({ code: 3, overflowed: false, complaint: "why\n" });
  expect([...ran.output]).toEqual([0xff, ...Buffer.from("out")]);
});

test("one that writes too much is ended", async () => {
  const { code, overflowed, output } = await run({ program: "yes", mostOutput: 10_000 });
  expect({ code, overflowed }).toEqual({ code: null, overflowed: true });
  expect(output.length).toBeLessThanOrEqual(10_000);
});

test("an abort ends a program with all that it started", async () => {
  const pidFile = join(scratch(), "pid");
  const abort = new AbortController();
  const running = run({
    ...sh('sleep 600 & echo $! > "$1"; echo > "$1.done"; wait', pidFile),
    signal: abort.signal,
  });
  await expect.poll(() => existsSync(`${pidFile}.done`)).toBe(true);
  abort.abort();
  expect((await running).code).toBeNull();
  const pid = Number(readFileSync(pidFile, "utf8"));
  await expect.poll(() => isRunning(pid)).toBe(false);
});

/** Whether a process is there and not only waiting for its parent to take note of its end. */
function isRunning(pid: number): boolean {
  return !/^\s*(Z|$)/.test(spawnSync("ps", ["-o", "stat=", "-p", `${pid}`], { encoding: "utf8" }).stdout);
}

test("what can't be started says so, and leaves no folder behind", async () => {
  const plain = join(scratch(), "plain");
  writeFileSync(plain, "text");
  const tmp = scratch();
  vi.stubEnv("TMPDIR", tmp);
  onTestFinished(() => void vi.unstubAllEnvs());
  await expect(run({ program: "no-such-program" })).rejects.toMatchObject({ code: "ENOENT" });
  await expect(run({ program: plain })).rejects.toMatchObject({ code: "EACCES" });
  const aborted = AbortSignal.abort(new Error("stopped"));
  await expect(run({ signal: aborted })).rejects.toThrow("stopped");
  expect(readdirSync(tmp)).toEqual([]);
});
