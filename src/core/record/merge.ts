import type { Json, JsonObject } from "../json.js";
import { type Change, withChanges } from "./change.js";
import type { Dropped, Evidence, Grounded, Retraction } from "./ground.js";
import { isObject, ownOf, type Place, type Step, saysTheSame, stepTo, valueAt } from "./place.js";
import { stands } from "./stands.js";

/** A record as far as merging is concerned. */
interface Mergeable {
  fields: JsonObject;
  /** Fields that a person set. */
  locked: readonly string[];
}

interface Merging {
  /** Names the property that tells the items of a list apart, by the list's name. */
  keys: Readonly<Record<string, string>>;
  /** Of the transcript, for the numbers in retractions. */
  language: string | null;
}

interface Merged {
  fields: JsonObject;
  /** In order. Empty if nothing was said. */
  changes: Change[];
}

const LOCKED = "a person set this field";
const UNNAMED = "its quote names no item of the list";

const NOTHING_ELSE = { reason: null, undoes: null };

/**
 * Merges what a recording says into a record. What it does not mention stays; a value that is said again is replaced, or
 * confirmed; lists grow by key, objects property by property; only a retraction takes something away, of a list only items
 * that its quote names. A field that a person set stays: what the recording says of it is noted as dropped. Merging the same
 * twice changes nothing the second time.
 */
export function merge(record: Mergeable, grounded: Grounded, { keys, language }: Merging): Merged {
  const notes: Change[] = grounded.dropped.map((one) => droppedChange(one, record.fields));
  let draft: Merged = { fields: record.fields, changes: [] };
  const note = (dropped: Dropped) => notes.push(droppedChange(dropped, draft.fields));
  const take = (next: Merged, dropped: Omit<Dropped, "reason">) => {
    const changed = next.changes.slice(draft.changes.length).some(({ what }) => what !== "confirmed");
    if (changed && record.locked.includes(dropped.field)) note({ ...dropped, reason: LOCKED });
    else draft = next;
  };
  for (const retraction of grounded.retracted) {
    const next = { ...draft, changes: [...draft.changes] };
    if (retract(next, retraction, { keys, language })) take(next, { ...retraction, value: null });
    else note({ ...retraction, value: null, reason: UNNAMED });
  }
  for (const one of grounded.said) {
    const { field, value, ...evidence } = one;
    const next = { ...draft, changes: [...draft.changes] };
    say(next, { field, within: [] }, { value, evidence, keys });
    take(next, one);
  }
  const net = netOf(draft.changes);
  const after = withChanges(record.fields, net);
  const changes = net.flatMap((change) => settled(change, record.fields, after));
  return { fields: withChanges(record.fields, changes), changes: [...changes, ...notes] };
}

const droppedChange = (
  { field, value, reason, quote, position, confidence }: Dropped,
  fields: JsonObject,
): Change => ({
  ...{ field, within: [], what: "dropped", old: valueAt(fields, { field, within: [] }) ?? null, new: value },
  ...{ reason, undoes: null, quote, position, confidence },
});

/** What is to be said of a place, and how the lists in it are keyed. */
interface Saying {
  value: Json;
  evidence: Evidence;
  keys: Merging["keys"];
}

function say(draft: Merged, place: Place, { value, evidence, keys }: Saying): void {
  const current = valueAt(draft.fields, place);
  const inside = (step: Step) => ({ ...place, within: [...place.within, step] });
  if (isObject(value) && (current === undefined || isObject(current))) {
    for (const [name, part] of Object.entries(value))
      say(draft, inside(name), { value: part, evidence, keys });
  } else if (Array.isArray(value) && (current === undefined || Array.isArray(current))) {
    for (const item of value) {
      const step = stepTo(item, keyFor(place, keys));
      const isNew = valueAt(draft.fields, inside(step)) === undefined;
      if (isNew || step.by === null) put(draft, inside(step), { value: item, evidence });
      else say(draft, inside(step), { value: item, evidence, keys });
    }
  } else put(draft, place, { value, evidence });
}

/** The name of a list is that of the property it is in. */
function keyFor({ field, within }: Place, keys: Merging["keys"]): string | undefined {
  const name = within.findLast((step) => typeof step === "string") ?? field;
  return Object.hasOwn(keys, name as string) ? keys[name as string] : undefined;
}

function put(draft: Merged, place: Place, { value, evidence }: { value: Json; evidence: Evidence }): void {
  const old = valueAt(draft.fields, place) ?? null;
  const isSame = old !== null && saysTheSame(old, value);
  const what = isSame ? "confirmed" : "said";
  apply(draft, { ...NOTHING_ELSE, ...place, ...evidence, what, old, new: isSame ? old : value });
}

function apply(draft: Merged, change: Change): void {
  draft.fields = withChanges(draft.fields, [change]);
  draft.changes.push(change);
}

/** False for a list of which the quote names no item. */
function retract(draft: Merged, { field, ...evidence }: Retraction, { keys, language }: Merging): boolean {
  const place: Place = { field, within: [] };
  const gone = { ...NOTHING_ELSE, ...evidence, what: "retracted" as const, new: null };
  const old = valueAt(draft.fields, place);
  if (old === undefined) return true;
  if (!Array.isArray(old)) {
    for (const { value, ...leaf } of leavesOf(place, old, keys))
      apply(draft, { ...gone, ...leaf, old: value });
    return true;
  }
  const named = old.flatMap((item) => {
    const step = stepTo(item, keyFor(place, keys));
    return stands(step.is, evidence.quote ?? "", language) ? [{ item, step }] : [];
  });
  for (const { item, step } of named) apply(draft, { ...gone, field, within: [step], old: item });
  return named.length > 0;
}

/** The smallest places of a value: of what is retracted and said again in part, that part stays. */
function leavesOf(place: Place, value: Json, keys: Merging["keys"]): (Place & { value: Json })[] {
  const inside = (step: Step) => ({ ...place, within: [...place.within, step] });
  if (isObject(value))
    return Object.entries(value).flatMap(([name, part]) => leavesOf(inside(name), part, keys));
  if (!Array.isArray(value)) return [{ ...place, value }];
  return value.map((item) => ({ ...inside(stepTo(item, keyFor(place, keys))), value: item }));
}

/** In a field that is the same as before, whatever was retracted and said again in parts, all is confirmed. */
function settled(change: Change, before: JsonObject, after: JsonObject): Change[] {
  const [old, now] = [before, after].map((fields) => ownOf(fields, change.field) ?? null);
  if (!saysTheSame(old!, now!)) return [change];
  const value = valueAt(before, change);
  return value === undefined ? [] : [{ ...change, what: "confirmed", old: value, new: value }];
}

/** One change for each place, though a recording may say, retract and say again. */
function netOf(changes: readonly Change[]): Change[] {
  const net = new Map<string, Change>();
  for (const change of changes) {
    const place = JSON.stringify([change.field, change.within]);
    const { old } = net.get(place) ?? change;
    const isSame = old !== null && change.new !== null && saysTheSame(old, change.new);
    const what = isSame ? "confirmed" : change.new === null ? "retracted" : "said";
    net.set(place, { ...change, old, what, new: isSame ? old : change.new });
  }
  return [...net.values()].filter((change) => change.old !== null || change.new !== null);
}
