import type { Json } from "../json.js";
import { childOf, isObject } from "../json-pointer.js";
import { pointerOf } from "../schema/references.js";
import type { Template } from "../template.js";
import type { Finding, Judged } from "./finding.js";

const NOTHING = /^[\s\-–—_.…*]*$|^(?:n\/?a|null|undefined|string|placeholder)\.?$/i;

/** Required texts that are empty, or say that there is none. */
export const empty = ({ document, output }: Judged): Finding[] =>
  typeof output === "string"
    ? []
    : emptyIn({ value: document, schema: output, at: "", isRequired: true }, output);

interface Place {
  value: Json;
  schema: Json | undefined;
  at: string;
  isRequired: boolean;
}

function emptyIn({ value, schema, at, isRequired }: Place, root: Template["output"]): Finding[] {
  const own = resolved(schema, root);
  if (typeof value === "string")
    return isRequired && NOTHING.test(value.trim())
      ? [{ rule: "empty", at, gravity: "hard", says: "it says nothing, and a text is required" }]
      : [];
  if (Array.isArray(value))
    return value.flatMap((item, index) =>
      emptyIn({ value: item, schema: childOf(own, "items"), at: `${at}/${index}`, isRequired: true }, root),
    );
  if (!isObject(value)) return [];
  const required = isObject(own) && Array.isArray(own.required) ? own.required : [];
  const properties = childOf(own, "properties");
  return Object.entries(value).flatMap(([name, inner]) =>
    emptyIn(
      {
        value: inner,
        schema: childOf(properties, name),
        at: `${at}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`,
        isRequired: required.includes(name),
      },
      root,
    ),
  );
}

/** A schema that stands for another within the same root: its target. */
export function resolved(schema: Json | undefined, root: Json): Json | undefined {
  let own = schema;
  for (let steps = 0; steps < 20 && isObject(own) && own.$ref !== undefined; steps++) {
    const pointer = pointerOf(own.$ref);
    own = pointer
      ?.split("/")
      .slice(1)
      .reduce<Json | undefined>(
        (at, name) => childOf(at, name.replaceAll("~1", "/").replaceAll("~0", "~")),
        root,
      );
  }
  return own;
}
