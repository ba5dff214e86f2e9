import { createHash } from "node:crypto";
import type { MemoryScope } from "../memory.js";

export const fileHash = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/**
 * 64 bits of a text's SHA-256 as SQLite's signed integer: half the size of a blob key and faster to look up. Where
 * it serves as a key the text is compared as well, so that a collision is a miss and never a wrong line.
 */
export const textHash = (text: string) => createHash("sha256").update(text).digest().readBigInt64BE();

export const scopeKey = ({ endpoint, model, version, from, to }: MemoryScope) =>
  textHash(JSON.stringify([endpoint, model, version, from, to]));
