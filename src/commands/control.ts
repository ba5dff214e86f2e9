import type { Command } from "commander";
import type { Terminal } from "../context.js";
import { dim } from "../print.js";
import { type Act, subcommand } from "./command.js";

export const pauseCommand = (act: Act): Command =>
  subcommand(
    "pause",
    "Let no worker begin anything until resume; batches in flight are saved",
    "pause --reason 'new glossary'",
  )
    .option("--reason <text>", "why, for those who look", "")
    .action(
      act(async (context: Terminal, { reason }: { reason: string }) => {
        const changed = await (await context.store()).pause(context.actor, reason, context.clock.now());
        if (changed) await context.audit("pause", reason);
        context.print.result({ changed }, () =>
          changed ? "paused; transcron resume lets work go on" : dim("paused already"),
        );
      }),
    );

export const resumeCommand = (act: Act): Command =>
  subcommand(
    "resume",
    "Let work go on after pause, also with a provider that was paused for an error",
    "resume",
  ).action(
    act(async (context: Terminal) => {
      const lifted = await (await context.store()).resume(context.clock.now());
      if (lifted.length) await context.audit("resume", lifted.join(", "));
      context.print.result({ lifted }, () =>
        lifted.length ? `goes on: ${lifted.join(", ")}` : dim("nothing was paused"),
      );
    }),
  );

export const restartCommand = (act: Act): Command =>
  subcommand(
    "restart",
    "Let running workers save what they do and end; cron or systemd starts new ones",
    "restart",
  ).action(
    act(async (context: Terminal) => {
      await (await context.store()).restart(context.clock.now());
      await context.audit("restart", "");
      context.print.result({ asked: true }, () => "running workers end after the batch they have");
    }),
  );
