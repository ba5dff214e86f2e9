import { type Engine, engines } from "../../src/store/sqlite/engine.js";

/** Keys as `transcron key new` makes them. */
export const KEY = "0123456789abcdef".repeat(4);
export const OTHER_KEY = "fedcba9876543210".repeat(4);

const found = await engines().catch((error: Error & { hint?: string }) => error);

/** Why encryption can't be tried here: the optional package is missing, or is not for this Node. */
export const withoutCipher = found instanceof Error ? found : undefined;

if (withoutCipher) console.warn(`skipped: ${withoutCipher.message}: ${withoutCipher.hint}`);

/** The engines of the driver that encrypts, by key; null opens plain files. */
export const under = (key: string | null): Engine => {
  if (found instanceof Error) throw found;
  return found(key);
};
