import type { Context } from "../context.js";
import { commandLine } from "../core/command-line.js";
import { KINDS, type KindName } from "../core/model.js";
import { hasWildcard, lastPart } from "../core/path-pattern.js";
import { kindOfId, NOUNS } from "../core/work-ids.js";
import { UserError } from "../errors.js";
import type { WorkId } from "../store/deliveries.js";
import type { CountedKind, Piece } from "../store/pieces.js";
import { beginningWith, find, findOne, isNamed, namedBy } from "./find.js";

/**
 * The pieces of work of these kinds that a text means: by id, or by name, path or pattern. The name of a recording means
 * the recording, not its translations; a pattern means all that fit it. Throws UserError for a text that means none.
 */
export async function findWork(
  context: Context,
  text: string,
  kinds: readonly KindName[],
): Promise<WorkId[]> {
  const kind = kindOfId(text);
  if (kind) return [await byId(context, kind, text)];
  const translated = kinds.includes("translation");
  const [id, ...others] = translated ? await beginningWith(context, text) : [];
  if (id !== undefined && others.length === 0) return [{ kind: "translation", id }];
  const pieces = (await Promise.all(counted(kinds).map((one) => piecesNamed(context, one, text)))).flat();
  if (pieces.length && (!translated || !hasWildcard(text))) return pieces;
  if (!translated) throw noneNamed(text, kinds);
  const ids = pieces.length ? await namedBy(context, text) : await find(context, [text]);
  return [...pieces, ...ids.map((one): WorkId => ({ kind: "translation", id: one }))];
}

/**
 * The one piece of work that a text means; with a language, a translation. Throws UserError for a text that means none,
 * or several, as `findOne` does.
 */
export async function findOneWork(
  context: Context,
  text: string,
  narrower?: { to?: string },
): Promise<WorkId> {
  const translation = async () => ({
    kind: "translation" as const,
    id: await findOne(context, text, narrower),
  });
  if (narrower?.to !== undefined) return translation();
  const found = await findWork(context, text, KINDS);
  const [first, ...others] = found;
  if (first && others.length === 0) return first;
  if (found.every(({ kind }) => kind === "translation")) return translation();
  const shown = found.slice(0, MOST_NAMED).map(({ id }) => id);
  throw new UserError(
    `"${text}" means ${found.length} pieces of work: ${shown.join(", ")}${found.length > MOST_NAMED ? ", …" : ""}`,
    "name one by its id",
  );
}

const MOST_NAMED = 8;

const counted = (kinds: readonly KindName[]) =>
  kinds.filter((kind): kind is CountedKind => kind !== "translation");

async function byId(context: Context, kind: CountedKind, id: string): Promise<WorkId> {
  const found = await (await context.store()).selectPieces(kind, { ids: [id] });
  if (found.length === 0)
    throw new UserError(`there is no ${NOUNS[kind].one} ${id}`, `${commandLine("list")} shows what there is`);
  return { kind, id };
}

/** Of several recordings of one file, the newest. */
async function piecesNamed(context: Context, kind: CountedKind, text: string): Promise<WorkId[]> {
  if (text === "") return [];
  const store = await context.store();
  const found = (await store.selectPieces(kind, { name: lastPart(text) })).filter(isNamed(text));
  return kind === "transcription" ? newestOfEach(found) : found;
}

function newestOfEach(recordings: readonly Piece[]): Piece[] {
  const number = ({ id }: Piece) => Number(id.slice(id.indexOf("-") + 1));
  const newest = new Map<string, Piece>();
  for (const one of [...recordings].sort((a, b) => number(a) - number(b))) newest.set(one.subject, one);
  return [...newest.values()];
}

function noneNamed(text: string, kinds: readonly KindName[]): UserError {
  const nouns = counted(kinds).map((kind) => NOUNS[kind].one);
  return new UserError(`no ${nouns.join(" or ")} has the id or name "${text}"`);
}
