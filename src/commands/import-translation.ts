import type { Command } from "commander";
import type { Terminal } from "../context.js";
import { visibleLine } from "../core/visible.js";
import { FORMATS } from "../formats/index.js";
import { dim, green, red, yellow } from "../print.js";
import { type Imported, type ImportedLine, importTranslation } from "../verbs/import-translation.js";
import { type Act, type Outcome, subcommand } from "./command.js";
import { chosenProject, PROJECT, TO, type ToFlag } from "./filter.js";
import { COLUMN } from "./options.js";
import { changeLine } from "./report.js";

interface Flags extends ToFlag {
  dryRun?: boolean;
  format?: string;
  encoding?: string;
  column?: string;
}

export const importTranslationCommand = (act: Act): Command =>
  subcommand(
    "import-translation",
    "Take corrections from a translated file that was edited; what differs becomes yours",
    "import-translation k3x9q2ab talk.fr.srt --dry-run",
    "import-translation k3x9q2ab talk.fr.srt",
  )
    .argument("<project>", PROJECT)
    .option("--to <language>", TO)
    .argument("<file>", "the edited file, in any format")
    .option("--dry-run", "only show what would be changed")
    .option("--format <format>", `the file's format: ${FORMATS.map(({ name }) => name).join(", ")}`)
    .option("--encoding <encoding>", "the file's encoding (default: detected)")
    .option("--column <column>", `${COLUMN} (default: the project's)`)
    .action(
      act(
        async (context: Terminal, text: string, path: string, { to, ...flags }: Flags): Promise<Outcome> => {
          const imported = await importTranslation(
            context,
            await chosenProject(context, text, { to }),
            path,
            flags,
          );
          for (const remark of remarksOn(imported)) context.print.note(yellow(remark));
          context.print.result(imported, () => describe(imported));
          return imported.unmatched.length ? "partly" : "done";
        },
      ),
    );

/** Lines that are named where there are many. */
const NAMED = 20;

function remarksOn({ unmatched, missing, corrected }: Imported): string[] {
  return [
    ...unmatched.map(({ cue, text }) => `cue ${cue} is no line's for certain: ${visibleLine(text)}`),
    ...(missing.length ? [`without a text in the file, and left as they are: lines ${named(missing)}`] : []),
    ...(corrected?.remarks ?? []),
  ];
}

const named = (numbers: readonly number[]) =>
  numbers.slice(0, NAMED).join(", ") + (numbers.length > NAMED ? ", …" : "");

function describe({ id, lines, corrected }: Imported): string {
  const count = `${lines.length} ${lines.length === 1 ? "line" : "lines"}`;
  if (corrected) return changeLine(corrected.change, `${count} changed`);
  if (lines.length === 0) return dim(`${id}: the file says what the translation says`);
  return [...lines.map(describeLine), `${id}: ${count} would be changed`].join("\n");
}

const describeLine = ({ line, before, after }: ImportedLine): string =>
  [
    `${dim(String(line).padStart(5))}  ${red(`- ${visibleLine(before ?? "(no translation)")}`)}`,
    `       ${green(`+ ${visibleLine(after)}`)}`,
  ].join("\n");
