import type { Context } from "../context.js";
import { namedLines } from "../core/line-numbers.js";
import { UserError } from "../errors.js";
import type { StoredLine } from "../store/lines.js";
import { findOne } from "./find.js";
import { numbersOf } from "./named-lines.js";
import { type Started, startVersion } from "./new-version.js";

interface Asking {
  /** Who is asked instead of the model of the settings. */
  model?: string;
  /** What the model is told about the lines. */
  note?: string;
}

export interface RedoOptions extends Asking {
  /** Line numbers as people write them: `12,15-18`. */
  lines: string;
  /** Also lines that a person corrected. */
  force?: boolean;
}

type Redone = Started & {
  /** Numbers of the lines that are asked for again, from 1. */
  lines: number[];
};

/**
 * Asks for some lines again, in a new version with all others as they are. Nothing is taken from the memory, and what
 * is answered replaces what is there. Throws UserError for lines that are not there or that a person corrected, and for
 * a model or a note that the provider can't take, and what `startVersion` throws.
 */
export async function redo(
  context: Context,
  prefix: string,
  { lines: wanted, force, ...asking }: RedoOptions,
): Promise<Redone> {
  const store = await context.store();
  const id = await findOne(context, prefix);
  const project = await store.showProject(id!);
  const lines = numbersOf([wanted], project);
  const corrected = numbersWhere(await store.projectLines(project.id), isByHand);
  const kept = lines.filter((number) => corrected.includes(number));
  if (kept.length > 0 && !force) {
    throw new UserError(
      `${namedLines(kept)} of ${project.id} ${kept.length === 1 ? "was" : "were"} corrected by hand`,
      "leave them out, or give the corrections up with `--force`",
    );
  }
  const started = await startVersion(context, "redo", project, {
    reason: `${namedLines(lines)} again`,
    open: lines.map((number) => number - 1),
    recalls: "nothing",
    ...(await askedOf(context, asking)),
  });
  return { ...started, lines };
}

export interface RetranslateOptions extends Asking {
  /** Only lines with marks; all that no person corrected if it is not given. */
  only?: "marked";
}

/**
 * Asks for all lines again that no person corrected, or for the marked ones of them, in a new version. Of the memory
 * only corrections are taken. Throws UserError if there are none, and what `redo` throws.
 */
export async function retranslate(
  context: Context,
  prefix: string,
  { only, ...asking }: RetranslateOptions,
): Promise<Redone> {
  const store = await context.store();
  const id = await findOne(context, prefix);
  const project = await store.showProject(id!);
  const isWanted = (line: StoredLine) => !isByHand(line) && (!only || line.marks.length > 0);
  const lines = numbersWhere(await store.projectLines(project.id), isWanted);
  if (lines.length === 0) {
    throw new UserError(
      only
        ? `no line of ${project.id} has a mark`
        : `each line of ${project.id} was corrected by hand, and corrections stay`,
    );
  }
  const started = await startVersion(context, "retranslate", project, {
    reason: only ? `${namedLines(lines)} again: they had marks` : "translated again",
    open: lines.map((number) => number - 1),
    recalls: "corrections",
    ...(await askedOf(context, asking)),
  });
  return { ...started, lines };
}

const isByHand = ({ origin }: StoredLine) => origin === "hand";

const numbersWhere = (lines: readonly StoredLine[], isWanted: (line: StoredLine) => boolean): number[] =>
  lines.filter(isWanted).map(({ index }) => index + 1);

/** Throws UserError where there is no model to be named or told anything. */
async function askedOf(context: Context, { model, note }: Asking) {
  const endpoint = await context.endpoint();
  if (model !== undefined && endpoint.model === null)
    throw new UserError(`the provider ${endpoint.name} has no models: name none`);
  if (note !== undefined && !endpoint.chat)
    throw new UserError(`the provider ${endpoint.name} can't be told anything: leave the note out`);
  return { model: model ?? null, note: note ?? null };
}
