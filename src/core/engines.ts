import { canonicalTag } from "./languages.js";
import type { LocalServer } from "./local-servers.js";

/** Something on this machine that translates without a key. */
export interface LocalEngine {
  name: string;
  title: string;
  /** Where it was found. */
  place: string;
  /** Its models, or its pairs of languages; never empty. */
  choices: readonly [string, ...string[]];
  /** The settings that use one of its choices. */
  settings(choice: string): Record<string, string>;
  /** The languages that a choice translates from English into, as tags; undefined if any. */
  targets?(choice: string): string[];
}

/** A name that can stand in `.env` as it is. What a server says comes from outside. */
const PLAIN_NAME = /^[\w.:/@+-]{1,200}$/;

/** Models that only embed, and those that Ollama passes on to its cloud: they are neither local nor always free. */
const UNSUITABLE = /embed|[:-]cloud$/i;

interface Listed {
  id?: unknown;
  name?: unknown;
  remote_host?: unknown;
}

/** The models of this machine in a server's answer, in OpenAI's or Ollama's form; empty for anything else. */
export function modelsIn(answer: string): string[] {
  const { data, models } = (parsed(answer) ?? {}) as { data?: unknown; models?: unknown };
  const list = Array.isArray(data) ? data : Array.isArray(models) ? models : [];
  return list
    .filter((one: Listed | null) => one && !one.remote_host)
    .map(({ id, name }: Listed) => id ?? name)
    .filter((name): name is string => typeof name === "string" && PLAIN_NAME.test(name))
    .filter((name) => !UNSUITABLE.test(name));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A server as an engine; undefined if its answer lists no model. */
export function serverEngine({ name, title, url }: LocalServer, answer: string): LocalEngine | undefined {
  const [first, ...others] = modelsIn(answer);
  if (first === undefined) return undefined;
  return {
    ...{ name, title, place: url, choices: [first, ...others] },
    settings: (model) => ({
      TRANSCRON_PROVIDER: "openai",
      OPENAI_BASE_URL: `${url}/v1`,
      TRANSCRON_MODEL: model,
    }),
  };
}

const PAIR = /^([a-z]{2,3}(?:_[A-Za-z]+)?)-([a-z]{2,3}(?:_[A-Za-z]+)?)$/;

/** Apertium by what `apertium -l` prints; undefined if it lists no pair. A pair that begins with English comes first. */
export function apertiumEngine(listing: string): LocalEngine | undefined {
  const pairs = listing.split(/\s+/).filter((word) => PAIR.test(word));
  const [first, ...others] = [
    ...pairs.filter(isFromEnglish),
    ...pairs.filter((pair) => !isFromEnglish(pair)),
  ];
  if (first === undefined) return undefined;
  return {
    ...{ name: "apertium", title: "Apertium", place: "the PATH", choices: [first, ...others] },
    settings: (pair) => ({ TRANSCRON_PROVIDER: "command", TRANSCRON_COMMAND: `apertium -u ${pair}` }),
    targets: (pair) => {
      const to = canonicalTag(PAIR.exec(pair)?.[2] ?? "");
      return isFromEnglish(pair) && to ? [to] : [];
    },
  };
}

const isFromEnglish = (pair: string) => canonicalTag(PAIR.exec(pair)?.[1] ?? "") === "en";

/** An engine with one of its choices, for some languages. */
interface Chosen {
  title: string;
  choice: string;
  settings: Record<string, string>;
  to: readonly string[];
}

/**
 * The first engine that translates English into all of these languages; where none are named, the first with whatever
 * it translates into, which for one that takes any are `usual`. Undefined if there is none.
 */
export function chooseEngine(
  engines: readonly LocalEngine[],
  { to, usual }: { to: readonly string[] | undefined; usual: readonly string[] },
): Chosen | undefined {
  for (const { title, choices, settings, targets } of engines) {
    for (const choice of choices) {
      const into = targets ? targets(choice) : (to ?? usual);
      const fits = to === undefined ? into.length > 0 : to.every((tag) => into.includes(tag));
      if (fits) return { title, choice, settings: settings(choice), to: to ?? into };
    }
  }
  return undefined;
}
