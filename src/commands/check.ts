import type { Command } from "commander";
import type { Terminal } from "../context.js";
import { type Compared, type Finding, meaningOfFinding } from "../core/comparison.js";
import { languageName } from "../core/languages.js";
import { visibleLine } from "../core/visible.js";
import { UserError } from "../errors.js";
import { FORMATS } from "../formats/index.js";
import { bold, dim, green, red, yellow } from "../print.js";
import { check, counts } from "../verbs/check.js";
import { language } from "../verbs/languages.js";
import { type Act, type Outcome, subcommand } from "./command.js";
import { legend, sideBySide } from "./side-by-side.js";

interface Flags {
  against: string;
  from?: string;
  to?: string;
  strict?: boolean;
  junit?: string;
  format?: string;
  encoding?: string;
}

type Checked = Awaited<ReturnType<typeof check>>;

export const checkCommand = (act: Act): Command =>
  subcommand(
    "check",
    "Run every check on a translated file beside its source, whoever translated it. Exits 1 if a line may be wrong, 2 if a file can't be read",
    "check film.fr.srt --against film.en.srt",
    "check out.vtt --against talk.srt --from en --to fr --junit report.xml",
  )
    .argument("<file>", "the translated file")
    .requiredOption("--against <file>", "its source")
    .option("--from <language>", "the source's language (default: by its name, as in film.en.srt)")
    .option("--to <language>", "the translation's language (default: by its name)")
    .option("--strict", "marks about layout and style are listed and count too")
    .option("--junit <file>", "write a JUnit report, a test case a line (- for standard output)")
    .option("--format <format>", `the format of both, where their names do not tell: ${formatNames()}`)
    .option("--encoding <encoding>", "the encoding of a file that is neither UTF-8 nor UTF-16")
    .action(act(run, "none"));

function formatNames(): string {
  return FORMATS.map(({ name }) => name).join(", ");
}

async function run({ print }: Terminal, file: string, flags: Flags): Promise<Outcome> {
  const { against, from, to, strict = false, junit, ...reading } = flags;
  const toOutput = junit === "-";
  if (toOutput && print.json)
    throw new UserError("--json and --junit - both want standard output", "choose one");
  const checked = await check({
    ...reading,
    ...(from === undefined ? {} : { from: language("--from", from) }),
    ...(to === undefined ? {} : { to: language("--to", to) }),
    ...(junit === undefined || toOutput ? {} : { report: junit }),
    ...{ translation: file, source: against, strict },
  });
  for (const { file: odd, line, what } of checked.oddities) print.note(yellow(`${odd}:${line}: ${what}`));
  if (toOutput) print.bytes(Buffer.from(checked.report));
  else
    print.result(toldOf(checked, { file, against, strict }), () =>
      describe(checked, { file, against, strict }, print.columns),
    );
  return checked.passed ? "done" : "partly";
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
