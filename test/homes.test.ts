import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { COMMANDS } from "../src/commands/index.js";
import { withCrontab } from "./support/crontab.js";
import { tone } from "./support/hinting-speech.js";
import { wordsOf } from "./support/ways-out.js";
import { srtOf, world } from "./support/world.js";

/** They work without a home, or make one. */
const WITHOUT = [
  "init",
  "add",
  "transcribe",
  "generate",
  "template",
  "restore",
  "convert",
  "check",
  "key",
  "completion",
  "demo",
  "crontab",
  "folder",
  "estimate",
];

function withoutHome() {
  const here = world();
  rmSync(here.home, { recursive: true });
  return here;
}

/** The first example of a command's help, which is a whole command line. */
async function exampleOf(name: string): Promise<string[]> {
  const { out } = await world().cli(name, "--help");
  return wordsOf(/^ {2}\$ transcron ([^<>\n]+)/m.exec(out)![1]!);
}

describe("a home that is not there", () => {
  test.each(Object.keys(COMMANDS).filter((name) => !WITHOUT.includes(name)))(
    "is not made by %s, which says so",
    async (name) => {
      const here = withoutHome();
      const { code, err } = await here.cli(...(await exampleOf(name)));
      expect({ code, err }).toEqual({
        code: 2,
        err: `error: there is no home at ${here.home}\ntry: \`transcron init\` makes it; \`transcron demo\` needs none\n`,
      });
      expect(existsSync(here.home)).toBe(false);
    },
  );

  test("is named in the hint where it was named by an option", async () => {
    const here = withoutHome();
    const typo = join(here.home, "..", "a typo");
    const { code, err } = await here.cli("--home", typo, "list");
    expect(code).toBe(2);
    expect(err).toContain(`\`transcron --home '${typo}' init\``);
  });

  test("is told in one line where nobody looks, as of a disk that is away under cron", async () => {
    const here = withoutHome();
    const { code, err } = await here.cli("--quiet", "tick");
    expect(code).toBe(2);
    expect(err).toBe(`error: there is no home at ${here.home}: is its disk mounted?\n`);
  });

  test("is made by add, for this user alone", async () => {
    const here = withoutHome();
    expect((await here.cli("add", here.file("a.srt", srtOf(1)), "--to", "fr")).code).toBe(0);
    expect(readdirSync(here.home)).toContain("transcron.db");
  });

  test("is made by transcribe", async () => {
    const here = withoutHome();
    expect((await here.cli("transcribe", tone(here, "talk.wav"))).code).toBe(0);
    expect(readdirSync(here.home)).toContain("transcron.db");
  });

  test("is made by folder add, and by nothing else of folder", async () => {
    const here = withoutHome();
    expect((await here.cli("folder", "list")).err).toContain("there is no home at");
    expect(existsSync(here.home)).toBe(false);
    const films = join(here.file("films/a.srt", srtOf(1)), "..");
    expect((await here.cli("folder", "add", films, "--to", "fr")).code).toBe(0);
    expect((await here.json("folder", "list")).data.folders).toHaveLength(1);
  });

  test("is made by restore", async () => {
    const here = world();
    await here.cli("add", here.file("a.srt", srtOf(1)), "--to", "fr");
    const backup = join(here.home, "..", "backup.db");
    await here.cli("backup", backup);
    const other = join(here.home, "..", "other");
    expect((await here.cli("--home", other, "restore", backup)).code).toBe(0);
    expect((await here.json("--home", other, "list")).data.projects).toHaveLength(1);
  });

  test("is not needed by what stores nothing, nor made by it", async () => {
    const here = withoutHome();
    const file = here.file("a.srt", srtOf(1));
    expect((await here.cli("convert", file, "-o", join(here.home, "..", "a.vtt"))).code).toBe(0);
    expect((await here.cli("check", file, "--against", file)).code).toBe(1);
    for (const argv of [
      ["--help"],
      ["list", "--help"],
      ["--version"],
      ["completion", "bash"],
      ["key", "new"],
    ])
      expect((await here.cli(...argv)).code, argv.join(" ")).toBe(0);
    expect(existsSync(here.home)).toBe(false);
  });

  test("keeps nobody from taking its entry out of the crontab, and from nothing else of it", async () => {
    const here = world();
    const crontab = withCrontab("");
    await here.cli("crontab", "--install");
    rmSync(here.home, { recursive: true });
    expect((await here.cli("crontab")).code).toBe(2);
    expect((await here.cli("crontab", "--install")).code).toBe(2);
    expect(crontab()).toContain("tick");
    expect((await here.cli("crontab", "--remove")).code).toBe(0);
    expect(crontab()).not.toContain("tick");
    expect(existsSync(here.home)).toBe(false);
  });
});

describe("a home without a database", () => {
  test.each([
    ["tick"],
    ["list"],
    ["stats"],
    ["errors"],
    ["audit"],
    ["doctor"],
    ["config"],
    ["review", "--all"],
    ["export", "--all"],
    ["cleanup"],
    ["release-stuck"],
    ["retry-failed", "--all"],
  ])("is an empty queue for %s, which makes none", async (...argv) => {
    const here = world();
    withCrontab("");
    const { code, err } = await here.cli(...argv);
    expect(code, err).toBe(0);
    expect(readdirSync(here.home).filter((name) => name.startsWith("transcron"))).toEqual([]);
  });

  test("gets one when work is paused, so that the pause holds", async () => {
    const here = world();
    await here.cli("pause");
    await here.cli("add", here.file("a.srt", srtOf(1)), "--to", "fr");
    await here.cli("tick");
    expect((await here.json("list")).data.projects[0].status).toBe("pending");
  });
});
