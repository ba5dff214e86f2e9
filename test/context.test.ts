import { existsSync, readdirSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { world } from "./support/world.js";

/** Open handles of a file in this process, as Linux lists them. */
const handlesOf = (file: string) =>
  readdirSync("/proc/self/fd").filter((fd) => {
    try {
      return readlinkSync(join("/proc/self/fd", fd)) === file;
    } catch {
      return false; // the handle that was reading the list
    }
  }).length;

const onLinux = existsSync("/proc/self/fd");
if (!onLinux) console.warn("skipped: this system does not list a process's open files");

test.runIf(onLinux)("a context with other settings shares the database, and close() closes it", async () => {
  const here = world();
  const context = here.context();
  await context.store();
  const changed = context.with({ TRANSCRON_MODEL: "x" });
  expect(changed.config.TRANSCRON_MODEL).toBe("x");
  await changed.audit("test", "");
  const file = join(here.home, "transcron.db");
  expect(handlesOf(file)).toBe(1);
  context.close();
  expect(handlesOf(file)).toBe(0);
});
