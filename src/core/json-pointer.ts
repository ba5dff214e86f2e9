import type { Json, JsonObject } from "./json.js";

/** A JSON value that is an object, and neither null nor a list. */
export const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The names of a JSON pointer (RFC 6901): `/a~1b/0` is `["a/b", "0"]`. Undefined if the text is not a pointer. */
export function parsePointer(text: string): string[] | undefined {
  if (text === "") return [];
  if (!text.startsWith("/") || /~(?![01])/.test(text)) return undefined;
  return text
    .slice(1)
    .split("/")
    .map((name) => name.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** The pointer of names. */
export const formatPointer = (names: readonly (string | number)[]) =>
  names.map((name) => `/${String(name).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");

/** What stands under a name in an object, or at a place of a list; undefined if nothing does. */
export function childOf(value: Json | undefined, name: string): Json | undefined {
  if (Array.isArray(value)) return /^(?:0|[1-9]\d*)$/.test(name) ? value[Number(name)] : undefined;
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** What a pointer leads to; undefined if it leads nowhere, or is not a pointer. */
export function valueAt(document: Json, pointer: string): Json | undefined {
  return parsePointer(pointer)?.reduce<Json | undefined>(childOf, document);
}

/** A value and the pointer that leads to it. */
interface Place {
  at: string;
  value: Json;
}

/** All that a pointer leads to, where the name `*` stands for each item of a list and each property of an object. */
export function placesAt(document: Json, pointer: string): Place[] {
  const names = parsePointer(pointer);
  if (!names) return [];
  let places: Place[] = [{ at: "", value: document }];
  for (const name of names) places = places.flatMap((place) => stepsFrom(place, name));
  return places;
}

function stepsFrom({ at, value }: Place, name: string): Place[] {
  const names = name !== "*" ? [name] : typeof value === "object" && value ? Object.keys(value) : [];
  return names.flatMap((one) => {
    const child = childOf(value, one);
    return child === undefined ? [] : [{ at: at + formatPointer([one]), value: child }];
  });
}

/** Whether lists and objects stand more than so many levels inside each other. Safe for any depth. */
export function nestsDeeperThan(value: unknown, most: number): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > most) return true;
    level = level.flatMap((one) => (typeof one === "object" && one ? Object.values(one) : []));
    level = level.filter((one) => typeof one === "object" && one);
  }
  return false;
}
