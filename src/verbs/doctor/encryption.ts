import { join, resolve, sep } from "node:path";
import type { Context } from "../../context.js";
import { NoDatabase } from "../../errors.js";
import { type Check, ok, warning } from "./finding.js";

/**
 * What the settings say counts only where the database opens with them. Whoever can read a key beside the database can
 * read the database too, unless only one of the two was copied.
 */
export const encryption: Check = async (context) => {
  const { home, config } = context;
  const { DATABASE_KEY: key, DATABASE_KEY_FILE: file, written } = config;
  if (!(await opens(context)))
    return warning("not known: the database can't be opened", "see what is said of the database");
  if (key === undefined && file === undefined) return ok("off: the database and its backups are plain files");
  const { origin } = written[key === undefined ? "DATABASE_KEY_FILE" : "DATABASE_KEY"];
  if (file === undefined && origin !== ".env") return ok("on, by DATABASE_KEY of the environment");
  const place = file === undefined ? join(home, ".env") : resolve(home, file);
  if (!place.startsWith(home + sep)) return ok(`on, by the key in ${place}`);
  return warning(
    `on; its key is in ${place}, beside the database: that protects backups and copied disks only`,
    `move the key to a file elsewhere, such as /etc/transcron.key, and set DATABASE_KEY_FILE in ${join(home, ".env")}`,
  );
};

/** True also where there is no database yet: it will be made as the settings say. */
async function opens(context: Context): Promise<boolean> {
  try {
    (await context.database()).answer("select count(*) from sqlite_master", { write: false });
    return true;
  } catch (error) {
    return error instanceof NoDatabase;
  }
}
