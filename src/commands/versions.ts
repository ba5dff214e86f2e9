import type { Command } from "commander";
import type { Terminal } from "../context.js";
import { toUtcText } from "../core/time.js";
import { dim } from "../print.js";
import { table } from "../table.js";
import { type ShownVersions, versions } from "../verbs/versions.js";
import { type Act, subcommand } from "./command.js";
import { chosenProject, PROJECT, TO, type ToFlag } from "./filter.js";

export const versionsCommand = (act: Act): Command =>
  subcommand(
    "versions",
    "Show the versions of a project's translation, the newest first",
    "versions k3x9q2ab",
  )
    .argument("<project>", PROJECT)
    .option("--to <language>", TO)
    .action(
      act(async (context: Terminal, text: string, flags: ToFlag) => {
        const found = await versions(context, await chosenProject(context, text, flags));
        context.print.result(found, () => describe(found, context.print.columns));
      }),
    );

const COLUMNS = [
  { title: "VERSION", align: "right" as const },
  { title: "MADE" },
  { title: "BY" },
  { title: "LINES", shrinks: true },
  { title: "MARKED", align: "right" as const },
  { title: "QUALITY", align: "right" as const },
  { title: "COST", align: "right" as const },
  { title: "", paint: dim },
];

const describe = ({ status, versions }: ShownVersions, columns: number): string =>
  table(
    COLUMNS,
    versions.map((version) => [
      String(version.number),
      `${toUtcText(version.createdAt)} UTC`,
      [version.provider, version.model].filter(Boolean).join(" "),
      linesOf(version),
      String(version.marked),
      version.quality === null ? "" : `${version.quality}%`,
      version.cost === null ? "" : `$${version.cost.toFixed(6)}`,
      [version.current ? `current, ${status}` : "", version.reason ?? ""].filter(Boolean).join("; "),
    ]),
    columns,
  );

/** `28 provider, 2 memory, 1 hand, 3 lacking` */
const linesOf = ({ lines, lacking }: ShownVersions["versions"][number]): string =>
  [...Object.entries(lines), ["lacking", lacking] as const]
    .filter(([, count]) => count > 0)
    .map(([origin, count]) => `${count} ${origin}`)
    .join(", ");
