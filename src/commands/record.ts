import { Argument, type Command } from "commander";
import type { Terminal } from "../context.js";
import { commandLine } from "../core/command-line.js";
import { UserError } from "../errors.js";
import { RECORD_FORMATS } from "../verbs/record/export.js";
import { type Act, type Outcome, subcommand } from "./command.js";
import { duration, wholeNumber } from "./options.js";
import { forgetOne, setOne, undoOne, writeRecords } from "./record-change.js";
import type { RecordFlags } from "./record-flags.js";
import { listRecords, showHistory, showOne } from "./record-show.js";

export const recordCommand = (act: Act): Command =>
  subcommand(
    "record",
    "Records that recordings fill: look at them, correct them, take changes back, forget them",
    "record list --template client --since 7d",
    "record show dupont",
    "record history dupont --field phone",
    "record set dupont phone='06 12 34 56 78' city=Paris",
    "record undo dupont --recording audio-7",
    "record export --template client -o clients.csv",
    "record forget dupont",
  )
    .addArgument(new Argument("<action>", "what to do").choices(Object.keys(ACTIONS)))
    .argument("[record]", "the record, by its id (record-12) or name")
    .argument("[words...]", "for set: field=value, one or more; for export: more records")
    .option("--template <name>", "list, export: only records of this template")
    .option(
      "--since <duration>",
      "list, export: only those that changed within this time",
      duration("--since"),
    )
    .option("--limit <n>", "list: maximum number to show (default: 20)", wholeNumber("--limit"))
    .option("--field <name>", "history: only of this field")
    .option("--change <number>", "undo: this change, by its number in the history", wholeNumber("--change"))
    .option("--recording <id>", "undo: everything that this recording changed (default: the last change)")
    .option("--format <name>", `export: ${RECORD_FORMATS.join(", ")}`)
    .option("-o, --output <file>", "export: write to this file instead of standard output")
    .option("--force", "export: overwrite the file")
    .option("--yes", "forget: do not ask at a terminal")
    .addHelpText(
      "after",
      "\nWhat you set stays: no recording changes it until undo takes your change back. field= takes a field away.",
    )
    .action((action: string, record: string | undefined, words: string[], flags: RecordFlags) =>
      act((context: Terminal) =>
        run(context, action, { texts: record === undefined ? [] : [record, ...words], flags }),
      )(),
    );

interface Action {
  /** The options it takes. */
  takes: readonly (keyof RecordFlags)[];
  /** How many records or words it takes: one record, one and more words, or any number of records. */
  words: "none" | "one" | "assignments" | "any";
  run(context: Terminal, texts: readonly string[], flags: RecordFlags): Promise<Outcome | undefined>;
}

const ACTIONS: Record<string, Action> = {
  list: {
    takes: ["template", "since", "limit"],
    words: "none",
    run: (context, _, flags) => listRecords(context, flags),
  },
  show: { takes: [], words: "one", run: (context, [record]) => showOne(context, record!) },
  history: {
    takes: ["field"],
    words: "one",
    run: (context, [record], flags) => showHistory(context, record!, flags),
  },
  set: {
    takes: [],
    words: "assignments",
    run: (context, [record, ...words]) => setOne(context, record!, words),
  },
  undo: {
    takes: ["change", "recording"],
    words: "one",
    run: (context, [record], flags) => undoOne(context, record!, flags),
  },
  export: {
    takes: ["template", "since", "format", "output", "force"],
    words: "any",
    run: (context, texts, flags) => writeRecords(context, texts, flags),
  },
  forget: {
    takes: ["yes"],
    words: "one",
    run: (context, [record], flags) => forgetOne(context, record!, flags),
  },
};

async function run(
  context: Terminal,
  name: string,
  { texts, flags }: { texts: readonly string[]; flags: RecordFlags },
): Promise<Outcome | undefined> {
  const { takes, words, run: act } = ACTIONS[name]!;
  const odd = (Object.keys(flags) as (keyof RecordFlags)[]).find((flag) => !takes.includes(flag));
  if (odd) throw new UserError(`record ${name} takes no --${odd}`);
  if (words === "none" && texts.length > 0) throw new UserError(`record ${name} takes no record`);
  if ((words === "one" || words === "assignments") && !texts[0])
    throw new UserError(
      `record ${name} needs a record`,
      `${commandLine("record", "list")} shows those there are`,
    );
  if (words === "one" && texts.length > 1) throw new UserError(`record ${name} takes one record`);
  if (words === "assignments" && texts.length === 1)
    throw new UserError(
      "record set needs field=value",
      "for example phone='06 12 34 56 78'; phone= takes it away",
    );
  return act(context, texts, flags);
}
