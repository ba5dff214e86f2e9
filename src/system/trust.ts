import { type Stats, statSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../errors.js";

const WRITTEN_BY_OTHERS = 0o022;
const READ_BY_OTHERS = 0o044;
const ENTERED_BY_OTHERS = 0o011;

/** Looks at who else may change what a command works with, as ssh does before it uses a key. */
export interface Guard {
  /** Throws UserError if others can write the home folder; looks once. */
  home(): void;
  /** The same for the home and its `.env`; warns, once, if others can read that. */
  settings(): void;
}

export function guardOf(home: string, warn: (text: string) => void): Guard {
  const file = join(home, ".env");
  let folder: Stats | "missing" | undefined;
  let warned = false;
  const lookAtHome = () => {
    folder ??= trusted(home, "700") ?? "missing";
    return folder;
  };
  return {
    home: () => void lookAtHome(),
    settings() {
      const around = lookAtHome();
      if (around === "missing") {
        folder = undefined; // it may be made yet
        return;
      }
      const settings = trusted(file, "600");
      const isOpen = settings && settings.mode & READ_BY_OTHERS && around.mode & ENTERED_BY_OTHERS;
      if (!isOpen || warned) return;
      warned = true;
      warn(`${file} can be read by others (mode ${octal(settings)}): chmod 600 ${quoted(file)}`);
    },
  };
}

/**
 * What a file or folder is, if only this user and root can change it; undefined if it is not there. Throws UserError
 * with the command that makes it so. Root may also work with what one other user owns, as a container does with a
 * volume of its host.
 */
export function trusted(path: string, mode: string, user = process.getuid?.()): Stats | undefined {
  const info = statSync(path, { throwIfNoEntry: false });
  if (!info || user === undefined) return info; // Windows has neither owner nor mode
  if (user !== 0 && info.uid !== 0 && info.uid !== user) {
    throw new UserError(
      `${path} belongs to another user (uid ${info.uid}), who could change what is done with it`,
      `chown -R ${user} ${quoted(path)}, or run transcron as that user`,
    );
  }
  if (info.mode & WRITTEN_BY_OTHERS)
    throw new UserError(
      `${path} can be written by others (mode ${octal(info)})`,
      `chmod ${mode} ${quoted(path)}`,
    );
  return info;
}

const octal = ({ mode }: Stats) => (mode & 0o777).toString(8);

/** As a shell reads it. */
const quoted = (path: string) =>
  /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`;
