import type { Command } from "commander";
import type { Terminal } from "../context.js";
import { dim } from "../print.js";
import { type Column, table } from "../table.js";
import { effectiveSettings } from "../verbs/settings.js";
import { type Act, subcommand } from "./command.js";

const WIDE = 150;

export const configCommand = (act: Act): Command =>
  subcommand(
    "config",
    "Print the effective settings and where each came from",
    "config",
    "config --json",
  ).action(
    act(async (context: Terminal) => {
      const effective = effectiveSettings(context);
      const { columns: width } = context.print;
      context.print.result(effective, () => {
        const columns: Column[] = [{ title: "NAME" }, { title: "VALUE", shrinks: true }, { title: "FROM" }];
        // A meaning that is cut helps nobody: the README has them all.
        if (width >= WIDE) columns.push({ title: "MEANING", shrinks: true, paint: dim });
        const home = ["TRANSCRON_HOME", effective.home, "", "database, .env, logs, lock"];
        const rows = effective.settings.map(({ name, value, origin, about }) => [
          name,
          value ?? "–",
          origin,
          about,
        ]);
        return table(columns, [home, ...rows], width);
      });
    }),
  );
