import type { Identify } from "./core/checks.js";

let loaded: Promise<Identify | undefined> | undefined;

/** Of a longer text this much is looked at; more tells no more. */
const LOOKED_AT = 1000;
const NOT_A_WORD = /[\p{N}\p{S}]|(?!['’-])\p{P}/gu;

/**
 * The language identifier, loaded once a process and only when asked for (about 80 ms and 10 MB). Undefined if its
 * files can't be read: then checks fall back on little words, which find less and alarm no more.
 */
export function loadIdentifier(): Promise<Identify | undefined> {
  loaded ??= load().catch(() => undefined);
  return loaded;
}

async function load(): Promise<Identify> {
  const { getLIDModel } = await import("fasttext.wasm.js");
  const model = await (await getLIDModel()).load();
  return (text) => {
    const words = text.replace(NOT_A_WORD, " ").replace(/\s+/g, " ").trim().slice(0, LOOKED_AT).toLowerCase();
    const guesses = model.predict(words, 1, 0);
    try {
      const [probability, label] = guesses.size() > 0 ? guesses.get(0) : [0, ""];
      return { language: label.replace("__label__", ""), probability };
    } finally {
      guesses.delete(); // what WebAssembly holds is not collected
    }
  };
}
