import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Context } from "../context.js";
import { explain } from "../errors.js";
import type { Log } from "../log.js";
import { render } from "./export.js";
import { besideSource } from "./file-names.js";
import { writeFileSafely } from "./write-file.js";

const AT_ONCE = 100;

/**
 * Writes finished translations where their people expect them: into EXPORT_DIR, else beside the source. Once, and
 * never over a file that something else wrote; why one could not be written is noted and left to `export`.
 */
export async function deliver(context: Context, log: Log): Promise<void> {
  const { EXPORT_DIR } = context.config;
  const store = await context.store();
  for (const id of await store.toDeliver(AT_ONCE)) {
    const now = context.clock.now();
    try {
      const { bytes, name, sourcePath } = await render(store, id, {});
      if (EXPORT_DIR) mkdirSync(EXPORT_DIR, { recursive: true });
      const path = resolve(EXPORT_DIR ? join(EXPORT_DIR, name) : besideSource(sourcePath, name));
      writeFileSafely(path, bytes, false);
      await store.markExported(id, path, now);
      log.event(`${id} written to ${path}`);
    } catch (error) {
      const known = explain(error);
      if (!known) throw error;
      log.event(`${id} could not be written: ${known.message}`);
      if (known.exitCode === 75) return; // a full disk: all of them again next time
      await store.noteExportError(id, known.message);
      await store.noteError(id, "export", `${known.message}; transcron export ${id} -o PATH`, now);
    }
  }
}
