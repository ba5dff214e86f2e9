import { basename, resolve } from "node:path";
import type { Context } from "../context.js";
import type { Skipped } from "../core/skips.js";
import { UserError } from "../errors.js";
import type { Document } from "../formats/format.js";
import { type ReadOptions, read, refuseLongSegments } from "../formats/index.js";
import type { Added, NewDocument } from "../store/projects.js";
import { refuseOtherReading } from "./other-reading.js";
import { nameOf, type PlanOptions } from "./plan.js";
import { bytesOf, type Job, labelOf } from "./source.js";
import { type SourceLanguage, sourceLanguage } from "./source-language.js";

export interface LookOptions extends ReadOptions, PlanOptions {
  /** A new project even where there is one for the same bytes and language. */
  again?: boolean;
  /** As `again`, and nothing is taken from the memory. */
  fresh?: boolean;
}

/** What a file is found to be when it is read. */
type Looked = { kind: "known"; projects: Added[] } | NewFile;

export interface NewFile {
  kind: "new";
  document: Document & Pick<NewDocument, "encoding">;
  name: string;
  /** Absolute; empty for bytes that have none. */
  path: string;
  bytes: Uint8Array;
  language: SourceLanguage;
  /** Those that it is to be translated into. */
  targets: Job["targets"];
  /** Those that it is in already. */
  skipped: Skipped[];
}

/**
 * Reads a file that is to be added, and says whether there are projects for all its languages, or what would be added.
 * Changes nothing. Throws UserError for what can't be read or has nothing to translate.
 */
export async function look(context: Context, job: Job, options: LookOptions): Promise<Looked> {
  const { source, targets } = job;
  const path = "path" in source ? resolve(source.path) : "";
  const bytes = await bytesOf(source);
  // A folder in crontab is mostly files that are known: those are told by their bytes and not parsed again.
  const known = options.again || options.fresh ? [] : await (await context.store()).knownFile(path, bytes);
  const readIt = () => read(path || "stdin", bytes, options);
  // Files of a folder are known by the language that they were added with, whatever is named for it later.
  const from = job.root === null ? options.from : null;
  refuseOtherReading(known, { ...options, from }, () => readIt().format);
  const projects = targets.map(({ language }) => known.find(({ targetLang }) => targetLang === language));
  if (projects.every((project) => project !== undefined)) return { kind: "known", projects };

  const document = readIt();
  if (document.cues.length === 0) throw new UserError("there is nothing in it to translate");
  refuseLongSegments(document);
  const name = options.name ?? nameOf(path, document.format);
  const texts = document.cues.map(({ text }) => text);
  const language = await sourceLanguage({ given: options.from, name: path ? basename(path) : name, texts });
  const isIn = (target: Job["targets"][number]) =>
    language.known !== "given" && target.language === language.tag;
  const reason = language.known === "name" ? "same" : "spoken";
  return {
    kind: "new",
    ...{ document, name, path, bytes, language },
    targets: targets.filter((target) => !isIn(target)),
    skipped: targets
      .filter(isIn)
      .map((target): Skipped => ({ path: labelOf(source), to: target.language, reason })),
  };
}
