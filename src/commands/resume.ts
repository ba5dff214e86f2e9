import type { Command } from "commander";
import type { Terminal } from "../context.js";
import { dim } from "../print.js";
import { describeResumed, resume } from "../verbs/resume.js";
import { type Act, subcommand } from "./command.js";

export const resumeCommand = (act: Act): Command =>
  subcommand(
    "resume",
    "Resume work after pause, also with a provider that was paused for an error",
    "resume",
  ).action(
    act(async (context: Terminal) => {
      const lifted = describeResumed(await resume(context));
      context.print.result({ lifted }, () =>
        lifted.length ? `resumed: ${lifted.join(", ")}` : dim("nothing was paused"),
      );
    }, "stores"),
  );
