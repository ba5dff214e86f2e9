import { chmodSync, chownSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { trusted } from "../src/system/trust.js";
import { srtOf, world } from "./support/world.js";

type World = ReturnType<typeof world>;

/** A home of this mode whose `.env` has that one, whatever the umask is. */
function homeOf({ home, dotEnv }: { home: number; dotEnv: number }) {
  const here = world();
  const settings = join(here.home, ".env");
  writeFileSync(settings, "BATCH_SIZE=3\n");
  chmodSync(settings, dotEnv);
  chmodSync(here.home, home);
  return { here, settings };
}

const COMMANDS = [["list"], ["tick"], ["config"], ["backup"]];

describe.skipIf(process.platform === "win32")("as ssh does, transcron refuses", () => {
  test.each(COMMANDS)(
    "a home that others can write, with the command that closes it: %s",
    async (...argv) => {
      for (const mode of [0o722, 0o770, 0o777]) {
        const { here } = homeOf({ home: mode, dotEnv: 0o600 });
        const { code, err } = await here.cli(...argv);
        expect([code, err]).toEqual([2, expect.stringContaining(`chmod 700 ${here.home}`)]);
        expect(readdirSync(here.home)).toEqual([".env"]);
      }
    },
  );

  test.each([["tick"], ["config"]])("an .env that others can write: %s", async (...argv) => {
    for (const mode of [0o620, 0o602]) {
      const { here, settings } = homeOf({ home: 0o700, dotEnv: mode });
      const { code, err } = await here.cli(...argv);
      expect([code, err]).toEqual([2, expect.stringContaining(`chmod 600 ${settings}`)]);
    }
  });

  test.runIf(process.getuid?.() === 0)("what belongs to somebody else, but not what is root's", () => {
    const { here, settings } = homeOf({ home: 0o700, dotEnv: 0o600 });
    expect(() => trusted(here.home, "700", 4711)).not.toThrow();
    chownSync(settings, 4712, 4712);
    expect(() => trusted(settings, "600", 4711)).toThrow("belongs to another user (uid 4712)");
    expect(() => trusted(settings, "600", 4712)).not.toThrow();
  });

  test.runIf(process.getuid?.() === 0)(
    "as root what others can write, but not what one other user owns",
    async () => {
      const { here, settings } = homeOf({ home: 0o755, dotEnv: 0o600 });
      for (const path of [here.home, settings]) chownSync(path, 4711, 4711);
      for (const argv of COMMANDS.slice(0, 3)) expect((await here.cli(...argv)).code, argv[0]).toBe(0);
      chmodSync(here.home, 0o775);
      expect(await here.cli("tick")).toMatchObject({ code: 2, err: expect.stringContaining("chmod 700") });
    },
  );

  test("doctor says the same and goes on", async () => {
    const { here } = homeOf({ home: 0o777, dotEnv: 0o600 });
    const { data } = await here.json("doctor");
    expect(
      data.findings.filter(({ mend }: { mend?: string }) => mend === `chmod 700 ${here.home}`),
    ).toMatchObject([{ check: "home", state: "broken" }]);
    expect(data.findings.map(({ check }: { check: string }) => check)).toContain("cron");
  });

  test("nothing that is the user's alone, and a home that others can only read", async () => {
    for (const mode of [0o700, 0o755]) {
      const { here } = homeOf({ home: mode, dotEnv: 0o600 });
      expect((await here.cli("add", here.file("talk.srt", srtOf(1)), "--to", "fr")).code).toBe(0);
      expect((await here.cli("tick")).code).toBe(0);
    }
  });
});

describe.skipIf(process.platform === "win32")("an .env that others can read", () => {
  const onTerminal = (here: World) => Object.assign(here.outside.err, { isTTY: true });
  const warnings = (err: string) => err.split("\n").filter((line) => line.includes("can be read by others"));

  test("is warned of once, on a terminal", async () => {
    const { here, settings } = homeOf({ home: 0o755, dotEnv: 0o644 });
    onTerminal(here);
    const { code, err } = await here.cli("add", here.file("talk.srt", srtOf(1)), "--to", "fr", "--wait");
    expect([code, warnings(err)]).toEqual([0, [expect.stringContaining(`chmod 600 ${settings}`)]]);
  });

  test("is not warned of in cron, nor where nobody can enter the home", async () => {
    const cron = homeOf({ home: 0o755, dotEnv: 0o644 }).here;
    expect(warnings((await cron.cli("tick")).err)).toEqual([]);
    const closed = homeOf({ home: 0o700, dotEnv: 0o644 }).here;
    onTerminal(closed);
    expect(warnings((await closed.cli("config")).err)).toEqual([]);
  });
});
