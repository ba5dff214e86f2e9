import { formatDuration, toUtcText } from "../core/time.js";
import { visible, visibleLine } from "../core/visible.js";
import { NOUNS } from "../core/work-ids.js";
import { bold, dim, paintStatus, red, yellow } from "../print.js";
import type { Piece } from "../store/pieces.js";
import { titleOfWork } from "../verbs/select.js";
import type { ShownJob, ShownRecording } from "../verbs/show-work.js";

/** Of a transcript or document this much is shown; --json has the whole. */
const LONGEST = 600;

type Facts = [title: string, value: string][];

/** A recording, its transcript's beginning, and the chain behind it. */
export function describeRecording(recording: ShownRecording): string {
  const { id, name, path, stage, status, unitsDone, unitsCount, sourceLang, heardLang, duration } = recording;
  const part = stage === "transcribing" && unitsCount > 1 ? ` (part ${unitsDone + 1}/${unitsCount})` : "";
  const facts: Facts = [
    ["file", visibleLine(path)],
    ["status", `${paintStatus(status)}  ${stage}${part}`],
    ["duration", duration === null ? "" : formatDuration(duration)],
    ["language", heardLang ?? sourceLang ?? ""],
    ...common(recording),
  ];
  const made = recording.made.map(
    (work) => `  ${work.id}  ${titleOfWork(work)}  ${paintStatus(work.status)}`,
  );
  return [
    bold(`${id}  ${visibleLine(name)}`),
    ...told(facts),
    ...section("made of its transcript", made),
    ...remarks(recording),
    ...section("transcript", beginning(recording.transcription)),
  ].join("\n");
}

/** A document with its template, parameters and beginning. */
export function describeJob(job: ShownJob): string {
  const { id, name, type, parameters, status, audioId, recordId, problems } = job;
  const facts: Facts = [
    ["template", type],
    ["parameters", visibleLine(parameters)],
    ["recording", audioId ?? ""],
    ["record", recordId ?? ""],
    ["status", paintStatus(status)],
    ...common(job),
  ];
  return [
    bold(`${id}  ${visibleLine(name)}`),
    ...told(facts),
    ...section(
      "wrong with the last reply",
      problems.map((one) => `  ${visibleLine(one)}`),
    ),
    ...remarks(job),
    ...section(NOUNS.generation.one, beginning(job.result)),
  ].join("\n");
}

const time = (ms: number | null) => (ms === null ? "" : `${toUtcText(ms)} UTC`);

/** What every piece of work is told by. */
const common = (piece: Piece): Facts => [
  ["error", piece.error ? red(piece.error) : ""],
  ["waits", piece.status === "pending" ? (piece.waitReason ?? "") : ""],
  ["due", piece.status === "pending" ? time(piece.availableAt) : ""],
  ["worker", piece.worker ?? ""],
  ["lane", `${piece.lane}, priority ${piece.priority}, attempts ${piece.attempts}`],
  ["added", time(piece.createdAt)],
  ["started", time(piece.startedAt)],
  ["ended", time(piece.completedAt)],
  ["worked", `${piece.processingSeconds.toFixed(1)} s`],
  ["provider", [piece.provider, piece.model].filter(Boolean).join(" ")],
  ["tokens", tokensOf(piece)],
  ["cost", piece.cost === null ? "" : `$${piece.cost.toFixed(6)}`],
  ["exported", piece.exportedPath ?? ""],
];

const tokensOf = ({ tokens: { input, cached, output } }: Piece) =>
  input || output ? `${input} in (${cached} cached), ${output} out` : "";

const told = (facts: Facts) =>
  facts.filter(([, value]) => value).map(([title, value]) => `  ${dim(title.padEnd(10))}  ${value}`);

const section = (title: string, lines: readonly string[]) =>
  lines.length ? ["", bold(title), ...lines] : [];

const remarks = ({ marks, errors }: Pick<ShownRecording | ShownJob, "marks" | "errors">) => [
  ...section(
    "marks",
    marks.map((mark) => `  ${yellow(visibleLine(mark))}`),
  ),
  ...section(
    "errors, the newest first",
    errors.map(({ at, code, message }) => `  ${dim(toUtcText(at))}  ${yellow(code)}  ${message}`),
  ),
];

function beginning(text: string | null): string[] {
  if (text === null || text === "") return [];
  const shown = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  return visible(shown)
    .split("\n")
    .map((line) => `  ${line}`);
}
