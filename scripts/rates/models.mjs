// Simulated models: each knows the right translation of every line, and spoils its first reply to a batch in one way.
import { beginningsOf } from "../../dist/core/anchors.js";

const REFUSAL = "I'm sorry, but I can't assist with that request.";

/**
 * How a reply is spoilt. `entries` are what the model has for each line of the batch, `next` and `before` for the
 * lines around it, `foreign` for another place of the film. Undefined where the batch is too short for it.
 */
export const FAULTS = {
  "slid up": ({ entries, next }) => [...entries.slice(1), next],
  "slid down": ({ entries, before }) => [before, ...entries.slice(0, -1)],
  "slid from the middle": ({ entries, next }, random) => {
    const at = random.whole(1, entries.length - 2);
    return [...entries.slice(0, at), ...entries.slice(at + 1), next];
  },
  "last three slid": ({ entries, next }) => [...entries.slice(0, -3), ...entries.slice(-2), next],
  "merged and shifted": ({ entries, next }, random) => {
    const at = random.whole(0, entries.length - 2);
    const merged = { line: entries[at].line, text: `${entries[at].text} ${entries[at + 1].text}` };
    return [...entries.slice(0, at), merged, ...entries.slice(at + 2), next];
  },
  "split and shifted": ({ entries }, random) => {
    const at = random.whole(0, entries.length - 2);
    const { line, text } = entries[at];
    const cut = text.indexOf(" ", text.length / 2) + 1 || Math.ceil(text.length / 2);
    const parts = [text.slice(0, cut), text.slice(cut)].map((part) => ({ line, text: part.trim() || "…" }));
    return [...entries.slice(0, at), ...parts, ...entries.slice(at + 1, -1)];
  },
  "neighbours swapped": ({ entries }, random) => swapped(entries, random.whole(0, entries.length - 2), 1),
  "two lines swapped": ({ entries }, random) => {
    const at = random.whole(0, entries.length - 3);
    return swapped(entries, at, random.whole(2, entries.length - 1 - at));
  },
  "one sentence in every line": ({ entries }, random) =>
    entries.map(() => random.pick(entries)).fill(random.pick(entries)),
  "a refusal in every line": ({ entries }) => entries.map(() => ({ line: undefined, text: REFUSAL })),
  "another batch's reply": ({ foreign }) => foreign,
};

function swapped(entries, at, distance) {
  const spoilt = [...entries];
  [spoilt[at], spoilt[at + distance]] = [spoilt[at + distance], spoilt[at]];
  return spoilt;
}

/** What stands before a translation: `line` is whose it is, `at` whose key it has. */
export const MODELS = {
  "honours anchors": (entry, _, beginningOf) => beginningOf(entry.line),
  "ignores anchors": () => undefined,
  "copies anchors by key": (_, at, beginningOf) => beginningOf(at),
};

/**
 * A chat ability that answers with the right translations, its first reply spoilt. `entriesFor(lines)` are the
 * model's entries for the sources of a request.
 */
export function spoiltChat({ entriesFor, spoil, anchorOf }) {
  let replies = 0;
  return {
    complete: async ({ messages }) => {
      const asked = Object.values(JSON.parse(messages.at(-1).content));
      const anchored = messages[0].content.includes("Good morning | Bonjour");
      const entries = entriesFor(asked);
      const given = replies++ === 0 ? spoil(entries) : entries;
      const beginnings = beginningsOf(asked);
      const beginningOf = (line) => beginnings[line] ?? beginningsOf([String(line)])[0];
      const values = given.map((entry, at) => {
        const anchor = anchored ? anchorOf(entry, at, beginningOf) : undefined;
        return [String(at + 1), anchor ? `${anchor} | ${entry.text}` : entry.text];
      });
      return {
        kind: "answered",
        problems: [],
        tokens: { input: 0, output: 0 },
        text: JSON.stringify(Object.fromEntries(values)),
      };
    },
  };
}
