import { existsSync } from "node:fs";
import { commandLine } from "../../core/command-line.js";
import { explain } from "../../errors.js";
import { restoreAdvice } from "../backups.js";
import { wayOut } from "../ways-out.js";
import { broken, type Check, ok, warning } from "./finding.js";

const LARGE_WAL = 64 * 1024 ** 2;

export const database: Check = async (context) => {
  const file = await context.database();
  if (!existsSync(file.path)) return ok("none yet: the queue is empty");
  try {
    const { engine, encrypted, schema, newest, integrity, bytes, walBytes } = file.inspect();
    if (integrity !== "ok") return broken(`damaged: ${integrity}`, restoreAdvice(context.home));
    if (schema > newest)
      return broken(`its schema ${schema} is newer than this transcron (${newest})`, "upgrade transcron");
    const size = `${Math.ceil(bytes / 1024)} KB, schema ${schema}, ${engine}${encrypted ? ", encrypted" : ""}`;
    if (walBytes > LARGE_WAL)
      return warning(
        `${size}; its log has grown to ${Math.round(walBytes / 1024 ** 2)} MB`,
        `${commandLine("batch")} writes it into the database, unless somebody reads it for long: end that`,
      );
    return ok(size);
  } catch (error) {
    const known = explain(error);
    const says = known?.message ?? (error as Error).message;
    return broken(says, known?.hint ?? wayOut(error, context.home) ?? "try again");
  }
};
