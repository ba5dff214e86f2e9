import type { Command } from "commander";
import type { Terminal } from "../context.js";
import { CHECKS, type CheckCode } from "../core/checks.js";
import { commandLine } from "../core/command-line.js";
import { languageName } from "../core/languages.js";
import type { KindName } from "../core/model.js";
import { toUtcText } from "../core/time.js";
import { titleOf } from "../core/title.js";
import { visibleLine } from "../core/visible.js";
import { bold, dim, paintStatus, red, yellow } from "../print.js";
import type { Edit } from "../store/corrections.js";
import type { StoredLine } from "../store/lines.js";
import { type Shown, show } from "../verbs/show.js";
import { showJob, showRecording } from "../verbs/show-work.js";
import { type Act, subcommand } from "./command.js";
import { chosenWork, PROJECT, TO, type ToFlag } from "./filter.js";
import { answered } from "./report.js";
import { describeJob, describeRecording } from "./show-work.js";

export const showCommand = (act: Act): Command =>
  subcommand(
    "show",
    "Show a project, a recording with all that is made of it, or a document; with its errors",
    "show k3x9q2ab",
    "show film.srt --to fr --segments",
    "show audio-1",
  )
    .argument("<project>", `${PROJECT}; or audio-1, job-1`)
    .option("--to <language>", TO)
    .option("--segments", "every line of a project with its translation")
    .action(
      act(
        async (
          context: Terminal,
          text: string,
          { segments = false, to }: ToFlag & { segments?: boolean },
        ) => {
          const work = await chosenWork(context, text, { to });
          await SHOW[work.kind](context, work.id, segments);
          return undefined;
        },
      ),
    );

type Show = (context: Terminal, id: string, segments: boolean) => Promise<void>;

const SHOW: Record<KindName, Show> = {
  translation: async (context, id, segments) => {
    const found = await show(context, { prefix: id, segments });
    context.print.result(found, () => describe(found));
  },
  transcription: async (context, id) => {
    const found = await showRecording(context, id);
    context.print.result(found, () => describeRecording(found));
  },
  generation: async (context, id) => {
    const found = await showJob(context, id);
    context.print.result(found, () => describeJob(found));
  },
};

const MOST_REMARKS = 5;

const time = (ms: number | null) => (ms === null ? "" : `${toUtcText(ms)} UTC`);

function describe(project: Shown): string {
  const { id, name, path, format, sourceLang, sourceKnown, targetLang, status, segmentsDone, segmentsCount } =
    project;
  const { tokens, cost } = project;
  const facts: [string, string][] = [
    ["file", `${visibleLine(path || name)} (${format})`],
    [
      "languages",
      `${sourceLang ? languageName(sourceLang) : "any"}${sourceKnown === "text" ? " (detected)" : ""} → ${languageName(targetLang)} (${targetLang})`,
    ],
    ["status", `${paintStatus(status)}  ${segmentsDone}/${segmentsCount} segments`],
    ["quality", project.quality === null ? "" : `${project.quality}%`],
    ["error", project.error ? red(project.error) : ""],
    ["waits", status === "pending" ? (project.waitReason ?? "") : ""],
    ["due", status === "pending" ? time(project.availableAt) : ""],
    ["worker", project.worker ?? ""],
    ["lane", `${project.lane}, priority ${project.priority}, attempts ${project.attempts}`],
    ["added", time(project.createdAt)],
    ["started", time(project.startedAt)],
    ["ended", time(project.completedAt)],
    ["worked", `${project.processingSeconds.toFixed(1)} s`],
    ["provider", [project.provider, project.model].filter(Boolean).join(" ")],
    [
      "tokens",
      tokens.input || tokens.output
        ? `${tokens.input} in (${tokens.cached} cached), ${tokens.output} out`
        : "",
    ],
    ["cost", project.provider === "openai" ? (cost === null ? "unknown" : `$${cost.toFixed(6)}`) : ""],
    ["exported", project.exportedPath ?? ""],
  ];
  const lines = facts
    .filter(([, value]) => value)
    .map(([title, value]) => `  ${dim(title.padEnd(9))}  ${value}`);
  const errors = project.errors.flatMap(({ at, code, message, answer }) => [
    `  ${dim(toUtcText(at))}  ${yellow(code)}  ${message}`,
    ...(answer === null ? [] : [`    ${answered(answer)}`]),
  ]);
  const acceptable =
    (status === "failed" || status === "pending") && project.errors.some(({ answer }) => answer !== null);
  const oddities = project.oddities.slice(0, MOST_REMARKS).map(({ line, what }) => `  line ${line}: ${what}`);
  const more = project.oddities.length - MOST_REMARKS;
  if (more > 0) oddities.push(`  and ${more} more`);
  const edits = new Map(project.edits?.map((edit) => [edit.index, edit]));
  const segments = (project.segments ?? []).map((line) => describeLine(line, edits.get(line.index)));
  return [
    bold(`${id}  ${titleOf(project)}`),
    ...lines,
    ...(errors.length ? ["", bold("errors, the newest first"), ...errors] : []),
    ...(acceptable ? [dim(`  ${commandLine("accept", id, "LINE")} stores what was answered`)] : []),
    ...(oddities.length ? ["", bold("odd in the file"), ...oddities] : []),
    ...(segments.length ? ["", ...segments, ...legend(project.segments ?? [])] : []),
  ].join("\n");
}

/** What the marks that stand above mean, in the order of the table of checks. */
function legend(segments: readonly StoredLine[]): string[] {
  const present = new Set(segments.flatMap(({ state, marks }) => (state === "done" ? marks : [])));
  const known = (Object.keys(CHECKS) as CheckCode[]).filter((mark) => present.has(mark));
  return known.length ? ["", ...known.map((mark) => `  ${yellow(mark)}  ${dim(CHECKS[mark].says)}`)] : [];
}

const INDENT = " ".repeat(7);
const indented = (text: string) => text.replaceAll("\n", `\n${INDENT}`);

function describeLine(
  { index, text, translation, state, origin, marks, rejected }: StoredLine,
  edit: Edit | undefined,
): string {
  const by = origin === "hand" && edit ? `${edit.who}, ${time(edit.at)}` : "";
  const note =
    state === "done"
      ? [origin === "provider" ? "" : origin, by, ...marks].filter(Boolean).join(", ")
      : red([state, ...marks].join(", "));
  const parts = [
    dim(text),
    ...(translation === null ? [] : [translation]),
    ...(note ? [yellow(`[${note}]`)] : []),
    ...(rejected === null ? [] : [answered(rejected.text)]),
  ];
  return `${dim(String(index + 1).padStart(5))}  ${indented(parts.join("\n"))}`;
}
