import { basename, resolve } from "node:path";
import { wantsIdentifier } from "../core/checks.js";
import { type Compared, compare, type Finding, isGrave, meaningOfFinding } from "../core/comparison.js";
import { junit, type Suite } from "../core/junit.js";
import { languageInName } from "../core/name-language.js";
import { explain, UserError } from "../errors.js";
import type { Document, Oddity } from "../formats/format.js";
import { formatNamed, MAX_BYTES, read, readingOf } from "../formats/index.js";
import { dropTags } from "../formats/plain.js";
import { timestamp } from "../formats/timestamp.js";
import { loadIdentifier } from "../identifier.js";
import { readWithin } from "../system/read-file.js";
import { writeFileSafely } from "../system/write-file.js";

interface Reading {
  /** The format of both files, where their names do not tell. */
  format?: string;
  /** The encoding of a file that is neither UTF-8 nor UTF-16. */
  encoding?: string;
  /** The column of those that are tables. */
  column?: string;
}

export interface CheckOptions extends Reading {
  /** Languages; by the files' names if they are not given. */
  from?: string;
  to?: string;
  /** Whether findings about layout and style count too. */
  strict: boolean;
  /** A file for the JUnit report. */
  report?: string;
}

interface Checking extends CheckOptions {
  /** Paths; one of them may be `-`, for the input. */
  translation: string;
  source: string;
  /** What standard input holds, in the format that is named. */
  input?: Uint8Array;
}

export interface Checked {
  /** Null if neither an option nor the name tells. */
  from: string | null;
  to: string | null;
  pairs: Compared[];
  /** Whether there is nothing that counts. */
  passed: boolean;
  /** Things in the two files that are odd. */
  oddities: (Oddity & { file: string })[];
  /** The same for a JUnit report, and a report of it alone. */
  suite: Suite;
  report: string;
}

/**
 * Runs every check on a translated file and its source, whoever translated it. Asks nobody, and needs no home. Throws
 * UserError for a file that can't be read, with its path.
 */
export async function check({
  translation,
  source,
  strict,
  report: output,
  ...options
}: Checking): Promise<Checked> {
  const [theirs, ours] = [await documentOf(translation, options), await documentOf(source, options)];
  const from = options.from ?? languageInName(basename(source)) ?? null;
  const to = options.to ?? languageInName(basename(translation)) ?? null;
  const [plainOurs, plainTheirs] = comparable(ours, theirs);
  const languages = { from, to: to ?? UNDETERMINED };
  const texts = plainTheirs.map(({ text }) => text);
  const identify = to !== null && wantsIdentifier(texts, languages) ? await loadIdentifier() : undefined;
  const pairs = compare(plainOurs, plainTheirs, { ...languages, identify });
  const suite = suiteOf(translation, pairs, strict);
  const report = junit([suite]);
  if (output !== undefined) writeReport(output, report, [translation, source]);
  const oddities = [
    ...theirs.oddities.map((one) => ({ file: translation, ...one })),
    ...ours.oddities.map((one) => ({ file: source, ...one })),
  ];
  const passed = !pairs.some(({ findings }) => findings.some((finding) => counts(finding, strict)));
  return { from, to, pairs, passed, oddities, suite, report };
}

/** BCP 47's tag for a language that is not known. */
const UNDETERMINED = "und";

/** Whether a finding makes the check fail. */
export const counts = (finding: Finding, strict: boolean): boolean => strict || isGrave(finding);

/** A format that is named for standard input says nothing of the file beside it. */
async function documentOf(
  path: string,
  { format: named, column, encoding, input }: Reading & Pick<Checking, "input">,
): Promise<Document> {
  try {
    const bytes = path === "-" && input ? input : await readWithin(path, MAX_BYTES);
    const format = input && path !== "-" ? undefined : named;
    const options = readingOf(path, { ...(format ? { format } : {}), ...(column ? { column } : {}) });
    try {
      return read(path, bytes, options);
    } catch (error) {
      if (encoding === undefined || !(error instanceof UserError)) throw error;
      return read(path, bytes, { ...options, encoding });
    }
  } catch (error) {
    const known = explain(error);
    if (known?.kind !== "mistake") throw error;
    throw new UserError(`${path}: ${known.message}`, known.hint);
  }
}

/** The lines of both files; where their formats differ, without tags, which the other may not have. */
function comparable(ours: Document, theirs: Document) {
  return [ours, theirs].map(({ cues, format }) =>
    ours.format === theirs.format
      ? cues
      : cues.map((cue) => ({ ...cue, text: dropTags(formatNamed(format).toPlain(cue.text)) })),
  ) as [Document["cues"], Document["cues"]];
}

function suiteOf(file: string, pairs: readonly Compared[], strict: boolean): Suite {
  const said = (findings: readonly Finding[]) =>
    findings.map((finding) => `${finding}: ${meaningOfFinding(finding)}`).join("; ");
  const cases = pairs.map((pair) => {
    const failing = pair.findings.filter((finding) => counts(finding, strict));
    const others = pair.findings.filter((finding) => !counts(finding, strict));
    const details = `source: ${pair.source ?? "–"}\ntranslation: ${pair.translation ?? "–"}`;
    return {
      name: nameOf(pair),
      ...(failing[0] ? { failure: { type: failing[0], message: said(failing), details } } : {}),
      ...(others.length ? { output: said(others) } : {}),
    };
  });
  return { name: file, file, cases };
}

/** `12` and when it is shown; a line that the source does not have is named by the translation's number. */
function nameOf({ sources, translations, start }: Compared): string {
  const numbers = (sources.length ? sources : translations).map((index) => index + 1).join("+");
  const name = sources.length ? `line ${numbers}` : `extra line ${numbers}`;
  return start === null ? name : `${name} at ${timestamp(start, ".")}`;
}

export function writeReport(output: string, report: string, files: readonly string[]) {
  if (files.some((file) => resolve(file) === resolve(output)))
    throw new UserError(
      "the report would be written over a file that is checked",
      "name another with `--junit`",
    );
  writeFileSafely(resolve(output), Buffer.from(report), { replace: true });
}
