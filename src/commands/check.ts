import { stat } from "node:fs/promises";
import { buffer } from "node:stream/consumers";
import type { Command } from "commander";
import type { Terminal } from "../context.js";
import { type Compared, type Finding, meaningOfFinding } from "../core/comparison.js";
import { languageName } from "../core/languages.js";
import { visibleLine } from "../core/visible.js";
import { UserError } from "../errors.js";
import { FORMATS } from "../formats/index.js";
import { bold, dim, green, red, yellow } from "../print.js";
import { type Checked, check, counts } from "../verbs/check.js";
import { checkFolders } from "../verbs/check-folders.js";
import { language } from "../verbs/languages.js";
import { type Act, type Outcome, subcommand } from "./command.js";
import { COLUMN } from "./options.js";
import { legend, sideBySide } from "./side-by-side.js";

interface Flags {
  against: string;
  from?: string;
  to?: string;
  strict?: boolean;
  junit?: string;
  format?: string;
  encoding?: string;
  column?: string;
}

type CheckedFolders = Awaited<ReturnType<typeof checkFolders>>;

export const checkCommand = (act: Act): Command =>
  subcommand(
    "check",
    "Run every check on a translated file beside its source, whoever translated it. Exits 1 if a line may be wrong, 2 if a file can't be read",
    "check film.fr.srt --against film.en.srt",
    "check out.vtt --against talk.srt --from en --to fr --junit report.xml",
    "check translated/ --against originals/ --to fr",
    "check - --against talk.en.srt --format vtt --to fr < out.vtt",
    "check items.fr.csv --against items.csv --column text",
  )
    .argument("<file>", "the translated file, a folder of them, or - for standard input")
    .requiredOption("--against <file>", "its source: a file, a folder, or - for standard input")
    .option("--from <language>", "the source's language (default: by its name, as in film.en.srt)")
    .option("--to <language>", "the translation's language (default: by its name)")
    .option("--strict", "marks about layout and style are listed and count too")
    .option("--junit <file>", "write a JUnit report, a test case a line (- for standard output)")
    .option(
      "--format <format>",
      `the format of both, where their names do not tell, or of standard input: ${formatNames()}`,
    )
    .option(
      "--encoding <encoding>",
      "the encoding of a file that is neither UTF-8 nor UTF-16 (default: detected)",
    )
    .option("--column <column>", COLUMN)
    .action(act(run, "none"));

function formatNames(): string {
  return FORMATS.map(({ name }) => name).join(", ");
}

async function run(terminal: Terminal, file: string, flags: Flags): Promise<Outcome> {
  const { print } = terminal;
  const { against, from, to, strict = false, junit, ...reading } = flags;
  const toOutput = junit === "-";
  if (toOutput && print.json)
    throw new UserError("--json and --junit - both want standard output", "choose one");
  const options = {
    ...reading,
    ...(from === undefined ? {} : { from: language("--from", from) }),
    ...(to === undefined ? {} : { to: language("--to", to) }),
    ...(junit === undefined || toOutput ? {} : { report: junit }),
    strict,
  };
  if (await areFolders(file, against)) {
    const checked = await checkFolders({ ...options, translations: file, sources: against });
    return tellFolders(terminal, checked, { file, against, strict, toOutput });
  }
  const input = await inputFor(terminal, [file, against], flags.format);
  const checked = await check({ ...options, ...input, translation: file, source: against });
  tellOddities(terminal, checked);
  if (toOutput) print.bytes(Buffer.from(checked.report));
  else
    print.result(toldOf(checked, { file, against, strict }), () =>
      describe(checked, { file, against, strict }, print.columns),
    );
  return checked.passed ? "done" : "partly";
}

/** Whether both are folders. One of each can't be compared. */
async function areFolders(file: string, against: string): Promise<boolean> {
  const [one, other] = [await isFolder(file), await isFolder(against)];
  if (one === other) return one;
  const [folder, alone] = one ? [file, against] : [against, file];
  throw new UserError(`${folder} is a folder, and ${alone} is not`, "name two files or two folders");
}

/** What is not there is reported as such. */
async function isFolder(path: string): Promise<boolean> {
  if (path === "-") return false;
  const info = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") throw new UserError(`${path}: no such file or folder`);
    throw error;
  });
  return info.isDirectory();
}

async function inputFor({ stdin }: Terminal, paths: readonly string[], format: string | undefined) {
  const inputs = paths.filter((path) => path === "-").length;
  if (inputs === 0) return {};
  if (inputs > 1)
    throw new UserError("standard input holds one file, not both", "name the other by its path");
  if (format === undefined)
    throw new UserError(
      "standard input has no name that tells its format",
      "name it, for example `--format srt`",
    );
  return { input: await buffer(stdin) };
}

function tellOddities({ print }: Terminal, { oddities }: Checked) {
  for (const { file, line, what } of oddities) print.note(yellow(`${file}:${line}: ${what}`));
}

function tellFolders(
  terminal: Terminal,
  { pairs, unpaired, passed, report }: CheckedFolders,
  { toOutput, ...about }: About & { toOutput: boolean },
): Outcome {
  const { print } = terminal;
  for (const { checked } of pairs) if ("passed" in checked) tellOddities(terminal, checked);
  const { file, against, strict } = about;
  const told = () =>
    pairs.map(({ checked, ...names }) =>
      "error" in checked
        ? { ...names, passed: false, error: checked.error }
        : toldOf(checked, { file: names.file, against: names.against, strict }),
    );
  if (toOutput) print.bytes(Buffer.from(report));
  else
    print.result({ file, against, passed, files: told(), unpaired }, () =>
      describeFolders({ pairs, unpaired, passed, report }, strict, print.columns),
    );
  return passed ? "done" : "partly";
}

function describeFolders(
  { pairs, unpaired, passed }: CheckedFolders,
  strict: boolean,
  columns: number,
): string {
  const failed = pairs.filter(({ checked }) => !("passed" in checked && checked.passed));
  const blocks = pairs.map(({ file, against, checked }) => {
    if ("passed" in checked && !checked.passed) return describe(checked, { file, against, strict }, columns);
    const verdict =
      "error" in checked
        ? red(`not checked: ${visibleLine(checked.error)}`)
        : green(`passed: ${checked.pairs.length} lines`);
    return `${bold(`${visibleLine(file)} against ${visibleLine(against)}`)}\n${verdict}`;
  });
  const alone = unpaired.map(
    ({ file, reason }) => `${bold(visibleLine(file))}\n${red(`not checked: ${visibleLine(reason)}`)}`,
  );
  const counted = `${pairs.length} ${pairs.length === 1 ? "pair" : "pairs"} of files`;
  const missing = unpaired.length ? `, ${unpaired.length} without a partner` : "";
  const summary = passed
    ? green(`passed: ${counted}`)
    : red(`failed: ${failed.length} of ${counted}${missing}`);
  return [...blocks, ...alone, summary].join("\n\n");
}

interface About {
  file: string;
  against: string;
  strict: boolean;
}

/** As JSON shows it: lines are counted from 1, and those without marks are left out. */
function toldOf({ pairs, from, to, passed, oddities }: Checked, { file, against, strict }: About) {
  const lines = pairs
    .filter(({ findings }) => findings.length)
    .map(({ sources, translations, findings, ...pair }) => ({
      sourceLines: sources.map((index) => index + 1),
      translationLines: translations.map((index) => index + 1),
      ...pair,
      marks: findings,
      failed: findings.some((finding) => counts(finding, strict)),
    }));
  const marks = [...new Set(pairs.flatMap(({ findings }) => findings))];
  const meanings = Object.fromEntries(marks.map((mark) => [mark, meaningOfFinding(mark)]));
  return { file, against, from, to, pairs: pairs.length, passed, lines, meanings, oddities };
}

function describe(checked: Checked, { file, against, strict }: About, columns: number): string {
  const { pairs, from, to, passed } = checked;
  const failed = pairs.filter(({ findings }) => findings.some((finding) => counts(finding, strict)));
  const name = (tag: string | null) => (tag === null ? "unknown" : languageName(tag));
  const verdict = passed
    ? green(`passed: ${pairs.length} lines`)
    : red(`failed: ${failed.length} of ${pairs.length} lines`);
  const found = pairs.flatMap(({ findings }) => findings);
  return [
    `${bold(`${visibleLine(file)} against ${visibleLine(against)}`)}  ${dim(`${name(from)} → ${name(to)}`)}`,
    ...(failed.length ? ["", sideBySide(["LINE"], failed.map(pairOf), columns)] : []),
    ...(found.length ? ["", legend(found, (mark) => meaningOfFinding(mark as Finding))] : []),
    "",
    verdict,
  ].join("\n");
}

function pairOf({ sources, translations, start, end, source, translation, findings }: Compared) {
  const numbers = (sources.length ? sources : translations).map((index) => index + 1).join("+");
  return {
    ...{ start, end, source: source ?? "–", translation: translation ?? "–", notes: findings },
    about: [sources.length ? numbers : `(${numbers})`],
  };
}
