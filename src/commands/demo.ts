import { mkdir, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Command } from "commander";
import type { Terminal } from "../context.js";
import { MINUTE } from "../core/time.js";
import { tick } from "../jobs/tick.js";
import { bold, dim, green } from "../print.js";
import { add } from "./add.js";
import { type Act, type Outcome, subcommand, type WorkerFlags, withWorkerFlags } from "./command.js";
import { exportProjects } from "./export.js";
import { languages } from "./languages.js";
import { outcomeOf } from "./report.js";

const SAMPLE = fileURLToPath(new URL("../../samples/product-talk.en.srt", import.meta.url));

/** As it was called: a fresh clone has no `transcron` on the PATH yet. */
const program = process.argv[1]?.endsWith(".js") ? "node bin/transcron.js" : "transcron";

interface Flags extends WorkerFlags {
  to: string;
}

/** The whole journey of the bundled sample through a queue of its own; free unless a paid provider is named. */
async function run(outer: Terminal, { to, provider = "pseudo", model }: Flags): Promise<Outcome> {
  const home = await mkdtemp(join(tmpdir(), "transcron-demo-"));
  const flags = { TRANSCRON_PROVIDER: provider, ...(model ? { TRANSCRON_MODEL: model } : {}) };
  const context = outer.inHome(home, flags);
  try {
    const [file] = await add(context, [SAMPLE], { to: languages("--to", to), from: "en" });
    const projects = file!.projects;
    context.print.note(
      dim(`added ${projects.length} projects of ${file!.segments} segments to a queue in ${home}`),
    );
    const ticked = await tick(context, { budget: 10 * MINUTE, kind: "tick" });
    const worked = ticked.kind === "worked" ? ticked : { projects: [] };
    const out = join(home, "out");
    await mkdir(out);
    const done = worked.projects.filter(({ status }) => status === "completed").map(({ id }) => id);
    const exported = done.length ? await exportProjects(context, done, { output: out }) : [];
    context.print.result({ home, provider, projects: worked.projects, exported }, () =>
      [
        bold("translated:"),
        ...exported.map(({ path }) => `  ${green(path!)}`),
        provider === "pseudo"
          ? dim("by pseudo-localisation: readable, offline, no translation (--provider openai for one)")
          : "",
        "",
        bold("look around:"),
        `  ${program} --home ${home} list`,
        `  ${program} --home ${home} show ${projects[0]!.id.split("_")[1]} --segments`,
      ].join("\n"),
    );
    const outcome = outcomeOf(context, worked);
    return outcome === "done" && done.length < projects.length ? "partly" : outcome;
  } finally {
    context.close();
  }
}

export const demoCommand = (act: Act): Command =>
  withWorkerFlags(
    subcommand(
      "demo",
      "Run the whole journey on a bundled sample, in a temporary home, without a key",
      "demo",
      "demo --to de,ja",
    ),
  )
    .option("--to <languages>", "target languages", "fr,es")
    .action(act(run));
