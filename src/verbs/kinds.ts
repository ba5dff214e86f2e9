import { KINDS, type KindName } from "../core/model.js";
import type { Kind } from "../queue/kind.js";

/** The kinds of work there are; a new one is a folder like translation/ and its line here. */
const LOAD: Record<KindName, () => Promise<Kind>> = {
  generation: async () => (await import("../generation/kind.js")).generation() as Kind,
  transcription: async () => (await import("../transcription/kind.js")).transcription() as Kind,
  translation: async () => (await import("../translation/kind.js")).translation(),
};

/** All kinds; loaded together, since whoever works takes what becomes due of each. */
export const loadKinds = (): Promise<Kind[]> => Promise.all(KINDS.map((name) => LOAD[name]()));
