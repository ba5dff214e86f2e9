import type { Command } from "commander";
import { SETTINGS, type SettingName, shown } from "../config.js";
import type { Terminal } from "../context.js";
import { dim } from "../print.js";
import { table } from "../table.js";
import { type Act, subcommand } from "./command.js";

/** The effective settings and where each came from; secrets masked. */
export function effectiveSettings({ config, home }: Terminal) {
  const names = Object.keys(SETTINGS) as SettingName[];
  return {
    home,
    settings: names.map((name) => {
      const { text, origin } = config.written[name];
      return { name, value: shown(name, text) ?? null, origin, about: SETTINGS[name].about };
    }),
  };
}

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
      context.print.result(effective, () => {
        const rows = effective.settings.map(({ name, value, origin, about }) => [
          name,
          value ?? "–",
          origin,
          about,
        ]);
        const columns = [{ title: "NAME" }, { title: "VALUE", shrinks: true }, { title: "FROM" }];
        // A meaning that is cut helps nobody: the README has them all.
        if (context.print.columns >= WIDE)
          columns.push({ title: "MEANING", shrinks: true, paint: dim } as (typeof columns)[number]);
        return `${table(columns, [["TRANSCRON_HOME", effective.home, "", "database, .env, logs, lock"], ...rows], context.print.columns)}`;
      });
    }),
  );
