import { canonicalJson } from "../canonical-json.js";
import type { Json } from "../json.js";
import { formatPointer, isObject, placesAt, valueAt } from "../json-pointer.js";
import { canonicalTag } from "../languages.js";
import type { Rule } from "../template.js";
import type { Finding, Gravity, Judged } from "./finding.js";
import { inLanguage } from "./language.js";
import { spanOf } from "./numbering.js";
import { hasWords, plain, wordsOf } from "./texts.js";

interface Asked extends Judged {
  rule: Rule;
  at: string;
  gravity: Gravity;
}

/** A rule that templates declare: which fields it has beside `rule`, `at` and `gravity`, and what it finds. */
interface Declared {
  needs: readonly string[];
  may: readonly string[];
  find(asked: Asked): Finding[];
}

const found = ({ rule, at, gravity }: Asked, says: string): Finding => ({
  rule: rule.rule,
  at,
  gravity,
  says,
});

/** Every place that the pointer of a rule leads to. */
const places = ({ document, at }: Asked) => placesAt(document, at);

/** Texts in either case and with any punctuation; a number and its digits are the same. */
const same = (one: Json | undefined, other: Json | undefined): boolean => {
  if (typeof one === "object" && typeof other === "object")
    return canonicalJson(one) === canonicalJson(other);
  if (typeof one === "object" || typeof other === "object") return false;
  return (plain(String(one)) || String(one)) === (plain(String(other)) || String(other));
};

/** Whether a text holds words, not only their letters; `## Rows` is wanted as a heading of that level. */
function holds(text: string, wanted: string): boolean {
  const heading = /^(#{1,6}) (.+)$/.exec(wanted);
  if (heading)
    return text
      .split("\n")
      .some((line) => line.startsWith(`${heading[1]} `) && same(line.slice(heading[1]!.length), heading[2]));
  const [own, words] = [plain(text), plain(wanted)];
  if (words === "") return text.includes(wanted);
  return hasWords(own, words);
}

/** All that a value says, each text and number on lines of its own. */
const said = (value: Json): string =>
  typeof value === "object" && value !== null ? Object.values(value).map(said).join("\n") : String(value);

/** The values of a list's items under a name; the items themselves where none is given. */
const valuesOf = (list: Json, by: Json | undefined): (Json | undefined)[] =>
  Array.isArray(list)
    ? list.map((item) => (typeof by === "string" ? (isObject(item) ? item[by] : undefined) : item))
    : [];

const numberIn = (text: string) =>
  spanOf(text)?.first ?? (/^\s*\d+\s*$/.test(text) ? Number(text) : undefined);

const UNITS: Record<string, (value: Json) => number | undefined> = {
  characters: (value) => (typeof value === "string" ? [...value].length : undefined),
  words: (value) => (typeof value === "string" ? wordsOf(value).length : undefined),
  items: (value) => (Array.isArray(value) ? value.length : undefined),
};

/** The rules that a template may declare, by name. */
export const DECLARED: Readonly<Record<string, Declared>> = {
  length: {
    needs: ["at", "of"],
    may: ["least", "most"],
    find: (asked) => {
      const { least, most, of } = asked.rule;
      const [low, high] = [Number(least ?? 0), Number(most ?? Number.POSITIVE_INFINITY)];
      return places(asked).flatMap(({ at, value }) => {
        const count = UNITS[String(of)]?.(value);
        if (count === undefined || (count >= low && count <= high)) return [];
        const bound = count < low ? `at least ${low}` : `at most ${high}`;
        return [found({ ...asked, at }, `it has ${count} ${of}, and ${bound} are wanted`)];
      });
    },
  },
  "equals-parameter": {
    needs: ["at", "parameter"],
    may: [],
    find: (asked) => {
      const wanted = asked.parameters[String(asked.rule.parameter)];
      if (wanted === undefined) return [];
      return places(asked).flatMap(({ at, value }) =>
        same(value, wanted)
          ? []
          : [found({ ...asked, at }, `it is not what was asked for (${asked.rule.parameter})`)],
      );
    },
  },
  sum: {
    needs: ["at", "of"],
    may: ["by"],
    find: (asked) => {
      const total = valueAt(asked.document, asked.at);
      const parts = placesAt(asked.document, String(asked.rule.of)).flatMap(({ value }) =>
        Array.isArray(value) ? valuesOf(value, asked.rule.by) : [value],
      );
      if (typeof total !== "number" || !parts.every((part) => typeof part === "number")) return [];
      const sum = (parts as number[]).reduce((all, part) => all + part, 0);
      return Math.abs(sum - total) < 1e-6
        ? []
        : [found(asked, `it is ${total}, and its parts add up to ${sum}`)];
    },
  },
  numbered: {
    needs: ["at"],
    may: ["by"],
    find: (asked) =>
      places(asked).flatMap(({ at, value }) => {
        const wrong = valuesOf(value, asked.rule.by).findIndex(
          (value, index) => (typeof value === "string" ? numberIn(value) : value) !== index + 1,
        );
        return wrong < 0 ? [] : [found({ ...asked, at }, `item ${wrong + 1} is not numbered ${wrong + 1}`)];
      }),
  },
  unique: {
    needs: ["at"],
    may: ["by"],
    find: (asked) =>
      places(asked).flatMap(({ at, value }) => {
        const keys = valuesOf(value, asked.rule.by).flatMap((one) =>
          one === undefined ? [] : [typeof one === "string" ? plain(one) : JSON.stringify(one)],
        );
        return new Set(keys).size === keys.length ? [] : [found({ ...asked, at }, "it holds the same twice")];
      }),
  },
  language: {
    needs: ["at"],
    may: ["parameter", "language"],
    find: (asked) => {
      const { parameter, language } = asked.rule;
      const wanted = language ?? asked.parameters[String(parameter ?? "language")];
      const tag = typeof wanted === "string" ? canonicalTag(wanted) : undefined;
      if (tag === undefined) return [];
      return inLanguage(asked, { language: tag, at: asked.at, gravity: asked.gravity });
    },
  },
  "one-of": {
    needs: ["at", "values"],
    may: [],
    find: (asked) => {
      const values = asked.rule.values as Json[];
      return places(asked).flatMap(({ at, value }) =>
        values.some((one) => same(value, one))
          ? []
          : [found({ ...asked, at }, "it is not one of the values that are allowed")],
      );
    },
  },
  contains: {
    needs: [],
    may: ["at", "text", "parameter"],
    find: (asked) => {
      const { text, parameter } = asked.rule;
      const wanted = typeof text === "string" ? text : asked.parameters[String(parameter)];
      if (typeof wanted !== "string" && typeof wanted !== "number") return [];
      return places(asked).flatMap(({ at, value }) =>
        holds(said(value), String(wanted))
          ? []
          : [
              found(
                { ...asked, at },
                `it does not contain ${typeof text === "string" ? `"${text}"` : `what was asked for (${parameter})`}`,
              ),
            ],
      );
    },
  },
};

/** What the rules of a template find. A pointer that leads to nothing, since it may be absent, finds nothing. */
export const declared = (judged: Judged): Finding[] =>
  judged.rules.flatMap((rule) => {
    const { at = formatPointer([]), gravity = "hard" } = rule;
    return DECLARED[rule.rule]?.find({ ...judged, rule, at, gravity }) ?? [];
  });
