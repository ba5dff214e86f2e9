import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Context } from "../context.js";
import { explain } from "../errors.js";
import type { Log } from "../log.js";
import { readIfThere } from "../system/read-file.js";
import { writeFileSafely } from "../system/write-file.js";
import { besideSource } from "./file-names.js";
import { render } from "./render.js";

/**
 * Writes finished translations where their people expect them: into EXPORT_DIR, else beside the source. Once, by
 * one worker, and never over a file that something else wrote or changed; why one could not be written is noted on
 * its project and left to `export`. Returns how many could not.
 */
export async function deliver(context: Context, log: Log): Promise<number> {
  const { clock } = context;
  const store = await context.store();
  let failed = 0;
  for (let id = await store.claimDelivery(clock.now()); id; id = await store.claimDelivery(clock.now())) {
    try {
      log.event(`${id} written to ${await write(context, id)}`);
    } catch (error) {
      const known = explain(error);
      const message = known?.message ?? (error as Error).message;
      log.event(`${id} could not be written: ${message}`);
      failed++;
      if (known?.kind === "later") {
        await store.releaseDelivery(id); // a full disk: all of them again next time
        return failed;
      }
      await store.noteExportError(id, message);
      const advice = `${message}; transcron export ${id} -o PATH`;
      await store.noteProblem({
        work: { kind: "translation", id },
        code: "export",
        message: advice,
        now: clock.now(),
      });
    }
  }
  return failed;
}

async function write({ config, clock, store: open }: Context, id: string): Promise<string> {
  const { EXPORT_DIR } = config;
  const store = await open();
  const { bytes, name, sourcePath } = await render(store, id, {});
  if (EXPORT_DIR) mkdirSync(EXPORT_DIR, { recursive: true });
  const path = resolve(EXPORT_DIR ? join(EXPORT_DIR, name) : besideSource(sourcePath, name));
  const there = readIfThere(path);
  // The very same bytes: a kill came between writing the file and noting it.
  if (!there?.equals(bytes)) {
    const ours = there !== undefined && (await store.isOurs(id, { path, bytes: there }));
    writeFileSafely(path, bytes, ours);
  }
  await store.markExported(id, { path, bytes, whole: true, now: clock.now() });
  return path;
}
