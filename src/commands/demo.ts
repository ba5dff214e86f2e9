import type { Command } from "commander";
import type { Terminal } from "../context.js";
import { bold, dim, green } from "../print.js";
import { beginDemo, playDemo } from "../verbs/demo.js";
import type { Exported } from "../verbs/export.js";
import { languages } from "../verbs/languages.js";
import { type Act, type Outcome, subcommand } from "./command.js";
import { type WorkerFlags, withWorkerFlags } from "./options.js";
import { outcomeOf, toldOf } from "./report.js";

interface Flags extends WorkerFlags {
  to?: string;
}

/** The whole journey of the bundled sample through a queue of its own; free unless a paid provider is named. */
async function run(outer: Terminal, { to, ...flags }: Flags): Promise<Outcome> {
  const { print } = outer;
  const demo = await beginDemo(outer, { ...flags, ...(to ? { to: languages("--to", to) } : {}) });
  const { provider, engine } = demo;
  const { home } = demo.context;
  const { length } = demo.projects;
  try {
    if (engine) print.note(`translating with ${engine}, found on this machine`);
    print.note(dim(`added ${length} projects of ${demo.segments} segments to a queue in ${home}`));
    const { worked, exported } = await playDemo(demo);
    print.result({ home, provider, engine, ...toldOf(worked), exported }, () =>
      describe({ home, provider, engine, exported, first: demo.projects[0]!.id }),
    );
    const outcome = outcomeOf(outer, worked);
    const completed = worked.pieces.filter(({ status }) => status === "completed").length;
    return outcome === "done" && completed < length ? "partly" : outcome;
  } finally {
    demo.context.close();
  }
}

/** As it was called: a fresh clone has no `transcron` on the PATH yet. */
const program = process.argv[1]?.endsWith(".js") ? "node bin/transcron.js" : "transcron";

interface Played {
  home: string;
  provider: string;
  engine: string | null;
  exported: readonly Exported[];
  /** The id of a project to look at. */
  first: string;
}

const describe = ({ home, provider, engine, exported, first }: Played) =>
  [
    bold("translated:"),
    ...exported.flatMap((one) => ("path" in one ? [`  ${green(one.path)}`] : [])),
    provider === "pseudo"
      ? dim("by pseudo-localisation: readable, offline, not a translation (--provider openai makes one)")
      : dim(`by ${engine ?? provider}`),
    "",
    bold("look around:"),
    `  ${program} --home ${home} list`,
    `  ${program} --home ${home} show ${first.split("_")[1]} --segments`,
  ].join("\n");

export const demoCommand = (act: Act): Command =>
  withWorkerFlags(
    subcommand(
      "demo",
      "Run the whole journey on a bundled sample, in a temporary home, with an engine of this machine or none",
      "demo",
      "demo --to de,ja",
    ),
  )
    .option("--to <languages>", "target languages (default: fr,es, or what the engine translates into)")
    .action(act(run, "none"));
