import { existsSync } from "node:fs";
import { explain, StoreDamaged } from "../../errors.js";
import { broken, type Check, ok, warning } from "./finding.js";

const LARGE_WAL = 64 * 1024 ** 2;
const RESTORE = "transcron restore BACKUP --force, with a file of the home's backups/";

export const database: Check = async (context) => {
  const file = await context.database();
  if (!existsSync(file.path)) return warning("there is none yet", "transcron add talk.srt --to fr makes it");
  try {
    const { engine, schema, newest, integrity, bytes, walBytes } = file.inspect();
    if (integrity !== "ok") return broken(`damaged: ${integrity}`, RESTORE);
    if (schema > newest)
      return broken(`its schema ${schema} is newer than this transcron (${newest})`, "upgrade transcron");
    const size = `${Math.ceil(bytes / 1024)} KB, schema ${schema}, ${engine}`;
    if (walBytes > LARGE_WAL)
      return warning(
        `${size}; its log has grown to ${Math.round(walBytes / 1024 ** 2)} MB`,
        "transcron tick, or end whoever reads it for long",
      );
    return ok(size);
  } catch (error) {
    const known = explain(error);
    const says = known?.message ?? (error as Error).message;
    return broken(says, error instanceof StoreDamaged ? RESTORE : (known?.hint ?? "try again"));
  }
};
