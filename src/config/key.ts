import { readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { UserError } from "../errors.js";

/** A raw key of 32 bytes as it is written: 64 hexadecimal characters. Passphrases are not taken: they cost 18 ms an open. */
export const parseKey = (text: string): string | undefined =>
  /^[0-9a-f]{64}$/i.test(text.trim()) ? text.trim().toLowerCase() : undefined;

export const KEY_FORM = "64 hexadecimal characters (docs/encryption.md)";

type Origins = Record<"DATABASE_KEY" | "DATABASE_KEY_FILE", { text: string | undefined; origin: string }>;

/** Of two keys one would be wrong, and nobody could tell which. */
export function refuseTwoKeys({ DATABASE_KEY: key, DATABASE_KEY_FILE: file }: Origins): void {
  if (key.text === undefined || file.text === undefined) return;
  throw new UserError(
    `DATABASE_KEY (${key.origin}) and DATABASE_KEY_FILE (${file.origin}) are both set`,
    "leave one out",
  );
}

/** The key that the settings name, read from its file where they name one. */
export function keyOf(
  home: string,
  { key, file }: { key: string | undefined; file: string | undefined },
): string | undefined {
  if (file !== undefined) return readKeyFile(resolve(home, file));
  return key === undefined ? undefined : parseKey(key);
}

/** The key in a file. Throws UserError, which never quotes the file, if there is none or others may read it. */
export function readKeyFile(path: string): string {
  const text = contentOf(path);
  refuseIfOpen(path);
  const key = parseKey(text);
  if (key !== undefined) return key;
  throw new UserError(
    `the key file ${path} holds no key (${text.length} characters)`,
    `allowed: ${KEY_FORM}`,
  );
}

function contentOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new UserError(
      `the key file ${path} ${code === "ENOENT" ? "is not there" : `can't be read: ${message}`}`,
      "name a file that holds a key and that this user can read",
    );
  }
}

/** As ssh does: a key of ours that others may read is not taken. Root may share one with a group. */
function refuseIfOpen(path: string): void {
  const { uid, mode } = statSync(path);
  if (uid !== process.getuid?.() || (mode & 0o077) === 0) return;
  throw new UserError(
    `the key file ${path} is open to others (${(mode & 0o777).toString(8)})`,
    `chmod 600 ${path}`,
  );
}
