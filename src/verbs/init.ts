import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { envFile, envLine } from "../config/env-file.js";
import type { Context } from "../context.js";
import { UserError } from "../errors.js";
import { makeFolder, PRIVATE } from "../system/folder.js";
import { isHome } from "../system/home.js";

interface Made {
  home: string;
  /** False if the folder was there before. */
  madeHome: boolean;
  file: string;
  /** False if there was an `.env`, which is never overwritten. */
  wroteFile: boolean;
}

/**
 * Makes the home folder, and in it an `.env` that names every setting, with these set. Both are for this user alone.
 * Throws UserError if settings are given and there is an `.env` already.
 */
export function init({ home }: Context, settings: Readonly<Record<string, string>>): Made {
  const file = join(home, ".env");
  const madeHome = !isHome(home);
  makeFolder(home, PRIVATE);
  const wroteFile = writeUnlessThere(file, envFile(settings));
  if (!wroteFile && Object.keys(settings).length) {
    const lines = linesOf(settings).join(", ");
    throw new UserError(`${file} exists already and is not overwritten`, `put these lines into it: ${lines}`);
  }
  return { home, madeHome, file, wroteFile };
}

export const hasSettings = ({ home }: Context): boolean => existsSync(join(home, ".env"));

/** Settings as lines of `.env`. */
export const linesOf = (settings: Readonly<Record<string, string>>): string[] =>
  Object.entries(settings).map(([name, value]) => envLine(name, value));

function writeUnlessThere(file: string, text: string): boolean {
  try {
    writeFileSync(file, text, { flag: "wx", mode: 0o600 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}
