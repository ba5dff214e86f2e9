import type { Terminal } from "../context.js";
import { distinctEnds, shortIds } from "../core/short-names.js";
import { formatDuration } from "../core/time.js";
import { dim, paintStatus } from "../print.js";
import type { CountedKind, Piece } from "../store/pieces.js";
import type { Project } from "../store/projects.js";
import { type Column, table } from "../table.js";

const STATUS: Column = { title: "STATUS", paint: (text) => paintStatus(text.trim(), text) };
const DONE: Column = { title: "DONE", align: "right" };
const NOTE: Column = { title: "NOTE", paint: dim };

export async function projectTable(context: Terminal, projects: readonly Project[]): Promise<string> {
  const { print, clock } = context;
  const now = clock.now();
  const ids = await accepted(context, projects);
  const files = distinctEnds(projects.map(fileOf));
  const rows = projects.map((project, at) => [
    ids[at]!,
    project.status,
    `${project.segmentsDone}/${project.segmentsCount}`,
    project.targetLang,
    files[at]!,
    project.status === "completed" ? `${project.quality}%` : remark(project, now),
  ]);
  const columns = [{ title: "ID" }, STATUS, DONE, { title: "TO" }, { title: "FILE", shrinks: true }, NOTE];
  return table(columns, rows, print.columns);
}

/** What stands beside the id and the status of each piece. */
const MIDDLE: Record<CountedKind, { columns: Column[]; cells(pieces: readonly Piece[]): string[][] }> = {
  transcription: {
    columns: [{ title: "RECORDING", shrinks: true }],
    cells: (pieces) => distinctEnds(pieces.map(({ subject }) => subject)).map((file) => [file]),
  },
  generation: {
    columns: [{ title: "TEMPLATE" }, { title: "DOCUMENT", shrinks: true }],
    cells: (pieces) => pieces.map(({ subject, name }) => [subject, name]),
  },
};

export function pieceTable({ print, clock }: Terminal, kind: CountedKind, pieces: readonly Piece[]): string {
  const { columns, cells } = MIDDLE[kind];
  const middle = cells(pieces);
  const rows = pieces.map((piece, at) => [
    piece.id,
    piece.status,
    `${piece.unitsDone}/${piece.unitsCount}`,
    ...middle[at]!,
    piece.status === "completed" ? "" : remark(piece, clock.now()),
  ]);
  return table([{ title: "ID" }, STATUS, DONE, ...columns, NOTE], rows, print.columns);
}

/** The beginnings of ids that tell them from each other and from all that are not shown. */
async function accepted(context: Terminal, projects: readonly Project[]): Promise<string[]> {
  const store = await context.store();
  const ids = shortIds(projects.map(({ id }) => id));
  return Promise.all(
    projects.map(async ({ id }, at) =>
      (await store.idsBeginning(`trans_${ids[at]}`)).length === 1 ? ids[at]! : id.slice(id.indexOf("_") + 1),
    ),
  );
}

/** A name that was given takes the place of the file's. */
const fileOf = ({ name, path }: Project) =>
  path === "" || path.endsWith(`/${name}`)
    ? path || name
    : `${path.slice(0, path.lastIndexOf("/") + 1)}${name}`;

type Moving = Pick<Piece, "status" | "createdAt" | "startedAt" | "availableAt">;

/** What one would ask next of work in this status. */
function remark({ status, createdAt, startedAt, availableAt }: Moving, now: number): string {
  if (status === "processing") return `for ${formatDuration(Math.max(0, now - (startedAt ?? now)))}`;
  if (status === "pending" && availableAt > now) return `in ${formatDuration(availableAt - now)}`;
  return `${formatDuration(Math.max(0, now - createdAt))} old`;
}
