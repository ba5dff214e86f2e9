import type { Command } from "commander";
import type { Terminal } from "../context.js";
import { restart } from "../verbs/restart.js";
import { type Act, subcommand } from "./command.js";

export const restartCommand = (act: Act): Command =>
  subcommand(
    "restart",
    "Let running workers save what they do and end; cron or systemd starts new ones",
    "restart",
  ).action(
    act(async (context: Terminal) => {
      await restart(context);
      context.print.result({ asked: true }, () => "running workers end after the batch they have");
    }, "stores"),
  );
