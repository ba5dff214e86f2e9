import { extname } from "node:path";
import type { Context } from "../context.js";
import { CHECKS, type CheckOptions, wantsIdentifier } from "../core/checks.js";
import { commandLine } from "../core/command-line.js";
import { marksOf } from "../core/correction.js";
import { namedLines } from "../core/line-numbers.js";
import type { Line } from "../core/model.js";
import { UserError } from "../errors.js";
import { loadIdentifier } from "../identifier.js";
import type { Change } from "../store/changes.js";
import type { Project } from "../store/projects.js";
import type { Store } from "../store/store.js";
import { readIfThere } from "../system/read-file.js";
import { formatOption } from "../translation/file-names.js";
import { failedSentence } from "../translation/words.js";
import { correctionsOf } from "../translation/work.js";
import { inProgress } from "./unclaimed.js";

interface Correction {
  line: Line;
  text: string;
}

export interface Corrected {
  change: Change;
  /** Line numbers, from 1. */
  lines: number[];
  /** What the checks say of the new texts, and what is still to be done. */
  remarks: string[];
}

/**
 * Stores what a person wrote for lines of a project, as one change under the name of an action. The checks only remark.
 * Throws UserError for an empty text and for a control character that the source does not have, and ComeBackLater while
 * a worker has the project.
 */
export async function correct(
  context: Context,
  action: string,
  project: Project,
  corrections: readonly Correction[],
): Promise<Corrected> {
  const store = await context.store();
  const options = await optionsFor(project, corrections);
  const remarks = corrections.flatMap((one) => remarksOn(one, options));
  const saved = await store.correct(project.id, {
    now: context.clock.now(),
    who: context.actor,
    lines: corrections.map(({ line: { index }, text }) => ({ index, text })),
    corrections: correctionsOf(project),
    error: failedSentence,
  });
  if (!saved) throw inProgress(project);
  const lines = saved.saved.map((index) => index + 1);
  const change = { id: project.id, from: saved.from, to: saved.to };
  const details = `${namedLines(lines)}: ${change.from} → ${change.to}`;
  await context.auditWork(action, [{ kind: "translation", id: project.id, details }]);
  return { change, lines, remarks: [...remarks, ...(await staleFile(store, project))] };
}

/** The language identifier is loaded only where it could tell something of these texts. */
async function optionsFor(
  { sourceLang: from, targetLang: to }: Project,
  corrections: readonly Correction[],
): Promise<CheckOptions> {
  const wanted = wantsIdentifier(
    corrections.map(({ text }) => text),
    { from, to },
  );
  return { from, to, identify: wanted ? await loadIdentifier() : undefined };
}

function remarksOn({ line, text }: Correction, options: CheckOptions): string[] {
  const marks = marksOf(line, text, options);
  const number = line.index + 1;
  if (marks.includes("empty"))
    throw new UserError(`the text for line ${number} is empty`, "write what it should say");
  if (marks.includes("control"))
    throw new UserError(`the text for line ${number} ${CHECKS.control.says}`, "write it without that");
  return marks.map((mark) => `line ${number} ${CHECKS[mark].says}`);
}

/** A file that was exported by hand, and that nothing changed since, is written again by hand. */
async function staleFile(
  store: Store,
  { id, path, exportedPath, delivers, format }: Project,
): Promise<string[]> {
  if (exportedPath === null || delivers) return [];
  const bytes = readIfThere(exportedPath);
  if (!bytes || !(await store.isOurs(id, { path: exportedPath, bytes }))) return [];
  // An ending that is not the source's says its format; paragraphs end in .txt, too.
  const options = extname(exportedPath) === extname(path) ? formatOption(exportedPath, format) : [];
  const again = commandLine("export", id, "-o", exportedPath, ...options);
  return [`${exportedPath} does not have it yet: ${again} writes it again`];
}
