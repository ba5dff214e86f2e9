import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { UserError } from "../src/errors.js";
import { makeFolder } from "../src/system/folder.js";
import { scratch, srtOf, world } from "./support/world.js";

const PROGRAM = fileURLToPath(new URL("../bin/transcron.js", import.meta.url));

/** Runs the built program, which is killed after a while: what is looked for is an endless loop that hears no signal. */
function transcron(home: string, ...argv: string[]) {
  const { status, stderr } = spawnSync(process.execPath, [PROGRAM, "--home", home, ...argv], {
    encoding: "utf8",
    timeout: 10_000,
    killSignal: "SIGKILL",
    env: { PATH: process.env.PATH, TRANSCRON_PROVIDER: "pseudo" },
  });
  return { code: status, err: stderr };
}

describe("a home that can't be made", () => {
  const here = () => ({ file: join(scratch(), "talk.srt"), folder: join(scratch(), "backups") });

  test
    .runIf(process.platform === "linux")
    .each([["add", "FILE", "--to", "fr"], ["init"], ["restore", "FILE"]])(
    "%s ends with 2 and says why",
    (...argv) => {
      const { file } = here();
      writeFileSync(file, srtOf(1));
      const { code, err } = transcron("/proc/x", ...argv.map((word) => (word === "FILE" ? file : word)));
      expect([code, err]).toEqual([2, expect.stringContaining("the folder /proc/x")]);
    },
  );

  test.runIf(process.platform === "linux")("backup, doctor and demo do not hang either", () => {
    expect(transcron("/proc/x", "backup").code).toBe(2);
    expect(transcron("/proc/x", "doctor").err).not.toContain("unexpected");
    expect(transcron("/proc/x", "demo", "--provider", "pseudo").code).toBe(0);
  });

  test("a home that is not there yet is made for a restore, and is nobody else's", async () => {
    const [old, fresh] = [world(), world()];
    rmSync(fresh.home, { recursive: true });
    await old.cli("resume");
    const { data } = await old.json("backup");
    expect((await fresh.cli("restore", data.path)).code).toBe(0);
    expect(statSync(fresh.home).mode & 0o777).toBe(0o700);
  });

  test("a file in its place is named", async () => {
    const place = world();
    place.outside.env.TRANSCRON_HOME = place.file("talk.srt", srtOf(1));
    const { code, err } = await place.cli("list");
    expect([code, err]).toEqual([2, expect.stringContaining("talk.srt is not a folder")]);
  });
});

describe("making a folder", () => {
  test("makes those it is in, with the same mode, and does nothing the second time", () => {
    const folder = join(scratch(), "a", "b", "c");
    for (let times = 0; times < 2; times++) makeFolder(folder, 0o700);
    const modes = [folder, join(folder, "..")].map((path) => statSync(path).mode & 0o777);
    expect(modes).toEqual([0o700, 0o700]);
  });

  test.skipIf(process.getuid?.() === 0)("says that the folder above may not be written", () => {
    const above = scratch();
    chmodSync(above, 0o500);
    expect(() => makeFolder(join(above, "x"))).toThrow(UserError);
  });

  test("goes through links, and does not take a file for a folder", () => {
    const above = scratch();
    mkdirSync(join(above, "x"));
    writeFileSync(join(above, "file"), "");
    makeFolder(join(above, "x", "..", "y"));
    expect(existsSync(join(above, "y"))).toBe(true);
    expect(() => makeFolder(join(above, "file", "z"))).toThrow(/file.z can't be made/);
  });
});
