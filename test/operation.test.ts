import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { withCrontab } from "./support/crontab.js";
import { addTo, statusOf } from "./support/projects.js";
import { wordsOf } from "./support/ways-out.js";
import { scratch, world } from "./support/world.js";

const guide = readFileSync(fileURLToPath(new URL("../docs/operation.md", import.meta.url)), "utf8");

/** The transcron lines of a section, a list for each of its blocks. */
function blocksOf(title: string): string[][] {
  const section = guide.split(/^## /m).find((part) => part.startsWith(title))!;
  const blocks = [...section.matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(([, block]) => block!.split("\n"));
  return blocks.map((lines) => lines.filter((line) => line.startsWith("transcron ")));
}

/** A machine with a home in which a project is completed, and a disk for backups. */
async function machine() {
  const here = world();
  const crontab = withCrontab("");
  const disk = scratch();
  const id = await addTo(here, "a.srt", 2);
  await here.cli("batch");
  const run = async (lines: readonly string[]) => {
    for (const line of lines) {
      const [, ...words] = wordsOf(line.replace(/ +#.*/, "").replaceAll("/srv/", `${disk}/`));
      const { code, out, err } = await here.cli(...words);
      expect(code, `${line}\n${out}${err}`).toBe(0);
    }
  };
  return { here, crontab, disk, id, run };
}

test("each section with commands is run by a test", () => {
  const titles = guide
    .split(/^## /m)
    .filter((part) => part.includes("```sh"))
    .map((part) => part.split("\n")[0]);
  expect(titles).toEqual([
    "Installing",
    "Upgrading",
    "What to back up",
    "Moving to another machine",
    "Going back to an older version",
    "Uninstalling",
  ]);
});

test("installing makes a home that cron works on", async () => {
  const { here, crontab, run } = await machine();
  rmSync(here.home, { recursive: true });
  await run(blocksOf("Installing").flat());
  expect(crontab()).toContain(`--home ${here.home} --quiet tick`);
});

test("upgrading stops the work, keeps a backup, and resumes; going back restores what was before", async () => {
  const { here, disk, id, run } = await machine();
  const [before, after] = blocksOf("Upgrading");
  await run(before!);
  const later = await addTo(here, "later.srt", 1);
  await here.cli("tick");
  expect(await statusOf(here, later)).toBe("pending");
  await run(after!);
  await here.cli("batch");
  expect(await statusOf(here, later)).toBe("completed");

  await run(blocksOf("Going back").flat());
  expect((await here.json("list")).data.projects.map((project: { id: string }) => project.id)).toEqual([id]);
  expect(readFileSync(join(disk, "backup/before-upgrade.db")).length).toBeGreaterThan(0);
});

test("backing up makes the files it names", async () => {
  const { here, disk, run } = await machine();
  await run(blocksOf("What to back up").flat());
  const other = join(here.home, "..", "other");
  expect((await here.cli("--home", other, "restore", join(disk, "backup/transcron.db"))).code).toBe(0);
});

test("moving takes the queue to a home of another machine", async () => {
  const { here, crontab, disk, id, run } = await machine();
  const [old, fresh] = blocksOf("Moving");
  await run(old!);
  expect(crontab()).not.toContain("tick");
  rmSync(here.home, { recursive: true });
  const folder = fresh!.map((line) => line.replace("/srv/subtitles", disk));
  await run(folder);
  expect(await statusOf(here, id)).toBe("completed");
  expect(crontab()).toContain("tick");
  const { data } = await here.json("folder", "list");
  expect(data.folders).toMatchObject([{ path: disk, targets: ["fr", "es"] }]);
});

test("uninstalling leaves nothing in the crontab", async () => {
  const { here, crontab, run } = await machine();
  await here.cli("crontab", "--install");
  await run(blocksOf("Uninstalling").flat());
  expect(crontab()).not.toContain("transcron");
});
